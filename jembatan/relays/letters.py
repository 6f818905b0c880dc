"""The words of a message about a release, written when it is sent: what waits for this person then."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jembatan.areas.models import Area
from jembatan.areas.settings import setting
from jembatan.messages.letters import Draft
from jembatan.messages.models import Delivery, Dispatch, Recipient
from jembatan.relays.links import live_askings, personal_url
from jembatan.relays.models import Asking, State
from jembatan.relays.telling import NOT_OUT
from jembatan.releases.models import Release, Version
from jembatan.releases.workflow import State as ReleaseState

OPENINGS = {
    "release": gettext_lazy("Ada rilis baru untuk diteruskan ke warga."),
    "release_reminder": gettext_lazy("Pengingat: rilis ini belum tercatat diteruskan."),
    "release_escalation": gettext_lazy("Rilis ini belum sampai ke warga. Mohon bantuan Anda untuk meneruskannya."),
}


def _waiting(release: Release, people: list[int]) -> dict[int, list[Asking]]:
    """What each person still has to carry: person id → askings, by village code."""
    rows = live_askings().filter(relay__release=release, person__in=people, relay__state__lt=State.RELAYED)
    waiting: dict[int, list[Asking]] = defaultdict(list)
    for asking in rows.order_by("relay__code"):
        waiting[asking.person_id].append(asking)
    return waiting


def _missed(dispatch: Dispatch, recipients: Sequence[Recipient]) -> set[int]:
    """The recipients whose earlier message about this was stopped before it went out: to them it is new."""
    of_this = Delivery.objects.filter(dispatch__kind=dispatch.kind, dispatch__subject_id=dispatch.subject_id)
    earlier = of_this.filter(recipient__in=recipients).exclude(dispatch=dispatch.pk)
    states = list(earlier.values_list("recipient_id", "state"))
    return {pk for pk, _state in states} - {pk for pk, state in states if state not in NOT_OUT}


def _openings(
    text: Version, dispatch: Dispatch, recipients: Sequence[Recipient], waiting: dict[int, list[Asking]]
) -> dict[int, list[str]]:
    """Recipient id → why this comes; for those who were asked before also what changed since."""
    plain = [str(OPENINGS[dispatch.kind])]
    known = {person for person, askings in waiting.items() if any(asking.again for asking in askings)}
    if dispatch.kind != "release" or not known or not text.note:
        return {recipient.pk: plain for recipient in recipients}
    corrected = [_("Rilis ini dikoreksi. Mohon teruskan lagi."), _("Yang berubah: %(note)s") % {"note": text.note}]
    missed = _missed(dispatch, recipients)
    return {r.pk: corrected if r.person_id in known and r.pk not in missed else plain for r in recipients}


def _until(deadline: datetime, zone: ZoneInfo) -> str:
    local = deadline.astimezone(zone)
    return _("Batas waktu: %(day)s pukul %(time)s") % {
        "day": format_date(local, "l, j F Y"),
        "time": f"{local:%H.%M %Z}",
    }


def _lines(text: Version, opening: list[str], askings: list[Asking], zone: ZoneInfo) -> list[str]:
    task = ngettext("Buka tautan ini, lalu teruskan:", "Buka tautan setiap desa, lalu teruskan:", len(askings))
    links = [f"{asking.relay.area.title}: {personal_url(asking.relay_id, asking.person_id)}" for asking in askings]
    until = _until(min(asking.relay.deadline for asking in askings), zone)
    warning = _("Tautan ini khusus untuk Anda. Yang dibagikan ke warga ada di dalamnya.")
    return [*opening, "", text.title, text.short, "", task, *links, "", until, warning]


def _signature() -> list[str]:
    return ["", f"Jembatan, {Area.objects.root().title}", settings.BASE_URL]


def _release_of(dispatch: Dispatch) -> Release:
    return Release.objects.select_related("published", "area").defer("published__body").get(pk=dispatch.subject_id or 0)


def write(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """Recipient id → words, or None where nothing waits any more (done by somebody, or withdrawn)."""
    release = _release_of(dispatch)
    drafts: dict[int, Draft | None] = {recipient.pk: None for recipient in recipients}
    if release.state != ReleaseState.PUBLISHED:
        return drafts
    text, zone, signature = release.text, ZoneInfo(setting("zone", release.area)), _signature()
    waiting = _waiting(release, [recipient.person_id for recipient in recipients if recipient.person_id])
    with translation.override(text.language):
        openings = _openings(text, dispatch, recipients, waiting)
        for recipient in recipients:
            if askings := waiting.get(recipient.person_id or 0):
                lines = [*_lines(text, openings[recipient.pk], askings, zone), *signature]
                link = personal_url(askings[0].relay_id, askings[0].person_id)
                drafts[recipient.pk] = Draft(subject=text.title, text="\n".join(lines), link=link)
    return drafts


def write_withdrawal(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """Recipient id → that it was withdrawn, and why; with the link where it still works."""
    release = _release_of(dispatch)
    drafts: dict[int, Draft | None] = {recipient.pk: None for recipient in recipients}
    askings = live_askings().filter(relay__release=release, person__in=[r.person_id for r in recipients])
    links = {a.person_id: personal_url(a.relay_id, a.person_id) for a in askings.order_by("-relay__code")}
    with translation.override(release.text.language):
        lines, signature = _withdrawn_lines(release), _signature()
        subject = _("Ditarik: %(title)s") % {"title": release.text.title}
        for recipient in recipients:
            link = links.get(recipient.person_id or 0, "")
            where = [_("Teksnya ada di tautan ini:"), link] if link else []
            text = "\n".join([*lines, *where, *signature])
            drafts[recipient.pk] = Draft(subject=subject, text=text, link=link)
    return drafts


def _withdrawn_lines(release: Release) -> list[str]:
    stop = _("Rilis ini ditarik: jangan diteruskan lagi.")
    why = _("Alasannya: %(why)s") % {"why": release.withdrawn_because}
    task = _("Kalau sudah Anda teruskan, kabari warga di tempat yang sama.")
    return [stop, "", release.text.title, why, "", task]
