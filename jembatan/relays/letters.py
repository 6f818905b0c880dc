"""The words of a message about a release, written when it is sent: what waits for this person then."""

from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jembatan.messages.letters import Draft
from jembatan.messages.models import Dispatch, Recipient
from jembatan.relays.links import personal_url
from jembatan.relays.models import Asking, State
from jembatan.releases.models import Release, Version
from jembatan.releases.workflow import State as ReleaseState

OPENINGS = {
    "release": _("Ada rilis untuk diteruskan ke warga."),
    "release_reminder": _("Pengingat: rilis ini belum tercatat diteruskan."),
    "release_escalation": _("Desa tetangga atau rekan Anda belum sempat. Mohon bantu teruskan rilis ini."),
}


def _open_askings(release: Release, people: list[int]) -> dict[int, list[Asking]]:
    """What each person still has to carry: person id → askings, by village code."""
    rows = Asking.objects.filter(
        relay__release=release, person__in=people, revoked_at=None, relay__state__lt=State.RELAYED
    )
    waiting: dict[int, list[Asking]] = defaultdict(list)
    for asking in rows.select_related("relay__area").order_by("relay__code"):
        waiting[asking.person_id].append(asking)
    return waiting


def _lines(text: Version, kind: str, askings: list[Asking]) -> list[str]:
    count = len(askings)
    task = ngettext("Buka tautan desa Anda, lalu teruskan:", "Buka tautan tiap desa, lalu teruskan:", count)
    links = [f"{a.relay.area.title}: {personal_url(a.relay_id, a.person_id)}" for a in askings]
    return [str(OPENINGS[kind]), "", text.title, text.short, "", task, *links, "", settings.BASE_URL]


def write(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """Recipient id → words, or None where nothing waits any more (done by somebody, or withdrawn)."""
    release = Release.objects.select_related("published").get(pk=dispatch.subject_id)
    if release.state != ReleaseState.PUBLISHED:
        return {recipient.pk: None for recipient in recipients}
    waiting = _open_askings(release, [recipient.person_id for recipient in recipients if recipient.person_id])
    with translation.override(release.text.language):
        return {r.pk: _letter(release.text, dispatch.kind, waiting.get(r.person_id or 0, [])) for r in recipients}


def _letter(text: Version, kind: str, askings: list[Asking]) -> Draft | None:
    if not askings:
        return None
    link = personal_url(askings[0].relay_id, askings[0].person_id)
    return Draft(subject=text.title, text="\n".join(_lines(text, kind, askings)), link=link)
