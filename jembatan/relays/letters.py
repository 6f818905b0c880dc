"""The words of a message about a release, written when it is sent: what waits for this person then."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.settings import zone
from jembatan.messages.letters import Draft
from jembatan.messages.models import Delivery, Dispatch, Recipient
from jembatan.relays import brief, bundles, single, wording
from jembatan.relays.codes import codes
from jembatan.relays.links import live_askings, personal_url
from jembatan.relays.models import Asking, State
from jembatan.relays.telling import NOT_OUT
from jembatan.relays.wording import Frame
from jembatan.releases.models import Release, Version
from jembatan.releases.workflow import State as ReleaseState

OPENINGS = {
    "release": gettext_lazy("Ada rilis baru untuk diteruskan ke warga."),
    "release_reminder": gettext_lazy("Pengingat: rilis ini belum tercatat diteruskan."),
    "release_escalation": gettext_lazy("Rilis ini belum sampai ke warga. Mohon bantuan Anda untuk meneruskannya."),
}


def _waiting(releases: Collection[int], people: Sequence[int]) -> dict[int, list[Asking]]:
    """What each person still has to carry of these: person id → askings, by village code."""
    rows = live_askings().filter(relay__release__in=releases, person__in=people, relay__state__lt=State.RELAYED)
    rows = rows.filter(relay__release__state=ReleaseState.PUBLISHED)
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
    own = dispatch.subject_id
    known = {who for who, those in waiting.items() if any(one.again and one.relay.release_id == own for one in those)}
    if dispatch.kind != "release" or not known or not text.note:
        return {recipient.pk: plain for recipient in recipients}
    corrected = [_("Rilis ini dikoreksi. Mohon teruskan lagi."), _("Yang berubah: %(note)s") % {"note": text.note}]
    missed = _missed(dispatch, recipients)
    return {r.pk: corrected if r.person_id in known and r.pk not in missed else plain for r in recipients}


def _release_of(dispatch: Dispatch) -> Release:
    return Release.objects.select_related("published", "area").defer("published__body").get(pk=dispatch.subject_id or 0)


def write(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """Recipient id → words, or None where nothing waits any more (done by somebody, or withdrawn).

    A bundle says all that is due to the recipient now.
    """
    release = _release_of(dispatch)
    drafts: dict[int, Draft | None] = {recipient.pk: None for recipient in recipients}
    if release.state != ReleaseState.PUBLISHED:
        return drafts
    people = [recipient.person_id for recipient in recipients if recipient.person_id]
    others = bundles.together(dispatch, recipients)
    releases = {release.pk}.union(*others.values())
    waiting, known = _waiting(releases, people), codes(people, releases)
    frame = Frame(zone(release.area), wording.signature())
    with translation.override(release.text.language):
        openings = _openings(release.text, dispatch, recipients, waiting)
        for one in recipients:
            mine = {release.pk} | others.get(one.pk, set())
            askings = [asking for asking in waiting.get(one.person_id or 0, []) if asking.relay.release_id in mine]
            drafts[one.pk] = _draft(dispatch, openings[one.pk], askings, known, frame)
    return drafts


def _draft(
    dispatch: Dispatch, opening: list[str], askings: list[Asking], known: dict[int, str], frame: Frame
) -> Draft | None:
    """None where nothing waits of what the dispatch itself is about: another one of the bundle says the rest."""
    own = [asking for asking in askings if asking.relay.release_id == dispatch.subject_id]
    if not own:
        return None
    if len(own) < len(askings):
        return bundles.letter(bundles.by_release(askings), frame)
    return single.letter(dispatch.kind, opening, own, known, frame)


def write_withdrawal(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """Recipient id → that it was withdrawn, and why; with the link where it still works."""
    release = _release_of(dispatch)
    drafts: dict[int, Draft | None] = {recipient.pk: None for recipient in recipients}
    askings = live_askings().filter(relay__release=release, person__in=[r.person_id for r in recipients])
    links = {a.person_id: personal_url(a.relay_id, a.person_id) for a in askings.order_by("-relay__code")}
    with translation.override(release.text.language):
        lines, signature = _withdrawn_lines(release), wording.signature()
        title = release.text.title
        subject = _("Ditarik: %(title)s") % {"title": title}
        for recipient in recipients:
            link = links.get(recipient.person_id or 0, "")
            where = [_("Teksnya ada di tautan ini:"), link] if link else []
            drafts[recipient.pk] = Draft(
                subject=subject,
                text="\n".join([*lines, *where, *signature]),
                link=link,
                brief=brief.compose(_("Ditarik, jangan teruskan lagi: %(title)s") % {"title": title}, link),
                template=wording.template("release_withdrawn"),
                gaps=(title, release.withdrawn_because, link),
            )
    return drafts


def _withdrawn_lines(release: Release) -> list[str]:
    stop = _("Rilis ini ditarik: jangan diteruskan lagi.")
    why = _("Alasannya: %(why)s") % {"why": release.withdrawn_because}
    task = _("Kalau sudah Anda teruskan, kabari warga di tempat yang sama.")
    return [stop, "", release.text.title, why, "", task]
