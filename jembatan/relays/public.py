"""Reach as everyone sees it: numbers and villages, no names of people, three groups instead of six states."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from jembatan.areas.models import Area
from jembatan.relays.models import Relay, State

_COUNTS = """
    SELECT release_id, count(*), count(*) FILTER (WHERE state = 4), count(*) FILTER (WHERE state = 5)
    FROM relays_relay WHERE release_id = ANY(%s) GROUP BY release_id
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Villages of a target; the three groups sum to it."""

    villages: int = 0
    relayed: int = 0
    confirmed: int = 0

    @property
    def reached(self) -> int:
        return self.relayed + self.confirmed

    @property
    def unreached(self) -> int:
        return self.villages - self.reached

    @property
    def percent(self) -> int:
        """Rounded down: all of them only when it is all of them."""
        return 100 * self.reached // self.villages if self.villages else 0


def counts(releases: Iterable[int]) -> dict[int, Counts]:
    """Counts of each release by its id, in one query; zeros where there is no relay."""
    wanted = list(releases)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [wanted])
        found = {row[0]: Counts(*row[1:]) for row in cursor.fetchall()}
    return {pk: found.get(pk, Counts()) for pk in wanted}


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
