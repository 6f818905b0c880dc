"""Reach as everyone sees it: numbers and villages, no names of people, three groups instead of six states."""

from collections.abc import Iterable

from jembatan.areas.models import Area
from jembatan.relays.counts import Counts, counts
from jembatan.relays.models import Relay, State


def total(releases: Iterable[int]) -> Counts:
    """The villages of several releases together; a village counts once for each release it was a target of."""
    found = counts(releases).values()
    return Counts(sum(c.villages for c in found), sum(c.relayed for c in found), sum(c.confirmed for c in found))


def group_of(state: int) -> str:
    """The group a state belongs to, by the key of the state that stands for it: none, relayed or confirmed."""
    return State(state).key if state >= State.RELAYED else State.NONE.key


def in_village(village: Area, releases: Iterable[int]) -> dict[int, str]:
    """Release id → group, for the releases that this village was asked to relay."""
    rows = Relay.objects.filter(area=village, release__in=list(releases)).values_list("release_id", "state")
    return {release: group_of(state) for release, state in rows}
