"""One message about several releases: what waits for a person is sent together, once a day, with one link."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from jembatan.messages.letters import Draft
from jembatan.messages.models import Delivery, Dispatch, Recipient
from jembatan.messages.workflow import State as Delivered
from jembatan.relays import brief, wording
from jembatan.relays.links import several_url
from jembatan.relays.models import Asking
from jembatan.relays.wording import Frame


def together(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, set[int]]:
    """Recipient id → the other releases whose message is due to them in the same bundle. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    if not dispatch.bundle:
        return found
    due = Delivery.objects.filter(state__in=[Delivered.READY, Delivered.LEASED], ready_at__lte=Now())
    of = due.filter(dispatch__kind=dispatch.kind, dispatch__bundle=True, dispatch__finished_at=None)
    rows = of.filter(recipient__in=recipients, dispatch__withdrawn_at=None).exclude(dispatch=dispatch.pk)
    for recipient, release in rows.values_list("recipient_id", "dispatch__subject_id"):
        found[recipient].add(release or 0)
    return found


def by_release(askings: Iterable[Asking]) -> list[list[Asking]]:
    """The releases in the order of their deadlines, each with its villages in the order of asking."""
    ordered = sorted(askings, key=lambda one: (one.relay.deadline, one.relay.release_id, one.pk))
    return [list(group) for _release, group in groupby(ordered, key=lambda one: one.relay.release_id)]


def letter(groups: list[list[Asking]], frame: Frame) -> Draft:
    every = [asking for group in groups for asking in group]
    link = several_url(every[0].person_id, max(asking.pk for asking in every))
    subject = _("Ada %(n)s rilis untuk diteruskan") % {"n": len(groups)}
    until = wording.until(min(asking.relay.deadline for asking in every), frame.zone)
    titles = [f"{place}. {_titled(group)}" for place, group in enumerate(groups, 1)]
    task = _("Buka tautan ini, teruskan, lalu catat semuanya sekaligus:")
    opening = _("Ada %(n)s rilis untuk diteruskan ke warga.") % {"n": len(groups)}
    lines = [opening, "", *titles, "", task, link, "", until, wording.warning(), *frame.signature]
    return Draft(
        subject=subject,
        text="\n".join(lines),
        link=link,
        brief=_brief(groups, subject, link),
        buttons=_buttons(every, groups),
        template=wording.template("release_several"),
        gaps=(subject, "; ".join(map(_titled, groups)), until, link),
    )


def _titled(group: list[Asking]) -> str:
    return f"{group[0].relay.release.text.title} ({', '.join(asking.relay.area.title for asking in group)})"


def _brief(groups: list[list[Asking]], subject: str, link: str) -> str:
    """Numbers before the titles are what "OK" is answered with; where a title has no room, the page names it."""
    numbered = [f"{group[0].relay.release_id} {brief.cut(group[0].relay.release.text.title)}" for group in groups]
    reply = _("Bila sudah, balas OK dan nomornya, misalnya OK %(number)s") % {"number": groups[0][0].relay.release_id}
    return brief.compose(f"{subject}: {'; '.join(numbered)}", link, reply)


def _buttons(every: list[Asking], groups: list[list[Asking]]) -> tuple[tuple[str, str], ...]:
    """One for each release, where three are enough for all."""
    if len(every) > wording.BUTTONS or len(groups) != len(every):
        return ()
    return tuple(wording.done_button(asking, asking.relay.release.text.title) for asking in every)
