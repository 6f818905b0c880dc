"""The marks on the workroom's first page."""

from dataclasses import dataclass

from django.urls import reverse

from jembatan.desk.access import StaffRequest
from jembatan.desk.messages.listing import few
from jembatan.messages import piles, queries
from jembatan.messages.models import Dispatch
from jembatan.relays import alarm
from jembatan.relays.alarm import Brief

ALARMS, NAMED = 5, 5  # of each as many as the page shows


@dataclass(frozen=True, slots=True)
class Silent:
    """A release that did not go out to some villages."""

    alarm: Brief
    names: str
    more: int  # villages that are not named
    url: str


def alarms(request: StaffRequest) -> list[Silent]:
    """The latest of those that go on."""
    return [_silent(one) for one in alarm.briefs(alarm.visible_to(request.user), most=ALARMS, named=NAMED)]


def _silent(one: Brief) -> Silent:
    url = reverse("desk:reach_board", args=[one.release.pk])
    return Silent(one, ", ".join(one.names), max(0, one.villages - NAMED), url)


def dead_letters(request: StaffRequest) -> dict[str, str]:
    """What waits for a decision, counted up to a limit; empty when nothing does."""
    mine = Dispatch.objects.visible_to(request.user)
    counts = piles.waiting(mine)
    found = {str(state): words for state in counts if (words := few(state, counts))}
    return found | ({"stuck": "!"} if queries.alarms(mine).exists() else {})
