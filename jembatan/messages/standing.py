"""How the channels stand: which go, and which the breaker holds closed because the provider does not answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min
from django.db.models.functions import Now

from jembatan.messages import channels
from jembatan.messages.models import Dispatch, Gate
from jembatan.messages.workflow import State


@dataclass(frozen=True, slots=True)
class Standing:
    """`since` is None while the channel goes."""

    channel: str
    since: datetime | None = None
    again: datetime | None = None  # when it is tried next
    told: str = ""  # the provider's last words


def standings() -> list[Standing]:
    """Every channel that is set up here and reaches somebody outside. One query."""
    gates = {gate.channel: gate for gate in Gate.objects.exclude(closed_since=None)}
    return [_standing(kind, gates.get(kind)) for kind in channels.rungs()]


def _standing(kind: str, gate: Gate | None) -> Standing:
    return Standing(kind, gate.closed_since, gate.closed_until, gate.told) if gate else Standing(kind)


def paused() -> list[Standing]:
    return [one for one in standings() if one.since]


def holding_up(dispatch: Dispatch, among: Iterable[Standing]) -> list[Standing]:
    """Those of these channels in which letters of the dispatch wait."""
    waiting = dispatch.deliveries.filter(state=State.READY)
    return [one for one in among if waiting.filter(channel=one.channel).exists()]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Letters of a dispatch that do not go yet, and why."""

    reason: str
    count: int
    first: datetime
    last: datetime


def waiting(dispatch: Dispatch) -> list[Waiting]:
    """By reason, the most first. One query over the letters of this dispatch."""
    later = dispatch.deliveries.filter(state=State.READY, ready_at__gt=Now()).values("reason").order_by()
    rows = later.annotate(n=Count("pk"), first=Min("ready_at"), last=Max("ready_at")).order_by("-n", "reason")
    return [Waiting(row["reason"] or "", row["n"], row["first"], row["last"]) for row in rows]
