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
from jembatan.messages.models import Dispatch, Recipient
from jembatan.relays.links import live_askings, personal_url
from jembatan.relays.models import Asking, State
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


def _opening(text: Version, kind: str) -> list[str]:
    """Why this comes; for a corrected release also what changed."""
    if text.number > 1 and text.note and kind == "release":
        return [_("Rilis ini dikoreksi. Mohon teruskan lagi."), _("Yang berubah: %(note)s") % {"note": text.note}]
    return [str(OPENINGS[kind])]


def _until(deadline: datetime, zone: ZoneInfo) -> str:
    local = deadline.astimezone(zone)
    return _("Batas waktu: %(day)s pukul %(time)s") % {
        "day": format_date(local, "l, j F Y"),
        "time": f"{local:%H.%M %Z}",
    }


def _lines(text: Version, kind: str, askings: list[Asking], zone: ZoneInfo, root: Area) -> list[str]:
    task = ngettext("Buka tautan ini, lalu teruskan:", "Buka tautan setiap desa, lalu teruskan:", len(askings))
    links = [f"{asking.relay.area.title}: {personal_url(asking.relay_id, asking.person_id)}" for asking in askings]
    until = _until(min(asking.relay.deadline for asking in askings), zone)
    warning = _("Tautan ini khusus untuk Anda. Yang dibagikan ke warga ada di dalamnya.")
    what = [*_opening(text, kind), "", text.title, text.short]
    return [*what, "", task, *links, "", until, warning, "", f"Jembatan, {root.title}", settings.BASE_URL]


def write(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """Recipient id → words, or None where nothing waits any more (done by somebody, or withdrawn)."""
    release = Release.objects.select_related("published", "area").get(pk=dispatch.subject_id or 0)
    if release.state != ReleaseState.PUBLISHED:
        return {recipient.pk: None for recipient in recipients}
    waiting = _waiting(release, [recipient.person_id for recipient in recipients if recipient.person_id])
    zone, root = ZoneInfo(setting("zone", release.area)), Area.objects.root()
    with translation.override(release.text.language):
        return {
            recipient.pk: _draft(release.text, dispatch.kind, waiting.get(recipient.person_id or 0, []), zone, root)
            for recipient in recipients
        }


def _draft(text: Version, kind: str, askings: list[Asking], zone: ZoneInfo, root: Area) -> Draft | None:
    if not askings:
        return None
    link = personal_url(askings[0].relay_id, askings[0].person_id)
    return Draft(subject=text.title, text="\n".join(_lines(text, kind, askings, zone, root)), link=link)
