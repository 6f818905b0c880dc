"""Reach: what the hops of a release add up to. Each question is one query, whatever the number of villages."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from jembatan.areas.models import NATION, Level
from jembatan.relays.models import Relay, State
from jembatan.releases.models import Release

# The relays of one release in the subtree of one code.
_ROWS = """
    FROM relays_relay WHERE release_id = %(release)s
    AND (%(under)s = '0' OR code = %(under)s OR (code > %(under)s || '.' AND code < %(under)s || '/'))
"""
_STATES = "ARRAY[" + ", ".join(f"count(*) FILTER (WHERE state = {state.value})" for state in State) + "]"
# Minutes until a village was reached, from the moment it was asked; infinite while it is not.
_MINUTES = "ORDER BY coalesce(extract(epoch FROM reached_at - asked_at)::float8 / 60, 'infinity')"

_SUMMARY = f"""
    SELECT count(*), count(*) FILTER (WHERE group_id IS NULL), {_STATES},
           percentile_disc(ARRAY[0.5, 0.9, 1.0]) WITHIN GROUP ({_MINUTES}), max(deadline)
    {_ROWS}
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """States sum to the target. Minutes are null until crossed; the denominator is every target village."""

    villages: int
    without_group: int
    states: dict[str, int] = field(default_factory=dict)  # by State.key
    minutes: dict[str, float | None] = field(default_factory=dict)  # p50, p90, last
    deadline: datetime | None = None  # None without any village

    @property
    def reached(self) -> int:
        return self.states["relayed"] + self.states["confirmed"]

    @property
    def unreached(self) -> int:
        return self.villages - self.reached


def _minutes(values: list[float] | None) -> dict[str, float | None]:
    known = values or [float("inf")] * 3
    return {
        name: None if value == float("inf") else round(value, 1)
        for name, value in zip(("p50", "p90", "last"), known, strict=True)
    }


def reach(release: Release, *, under: str = NATION) -> Reach:
    """What the whole release adds up to, or the part of it in one subtree."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, {"release": release.pk, "under": under})
        villages, without_group, states, minutes, deadline = cursor.fetchone()
    by_state = {state.key: count for state, count in zip(State, states, strict=True)}
    return Reach(villages, without_group, by_state, _minutes(minutes), deadline)


@dataclass(frozen=True, slots=True)
class Unit:
    """How an area of the target fares: a district of a regency, a province of the nation."""

    code: str
    name: str
    parent: str  # name of the area above
    villages: int
    states: list[int]  # counts by State, in its order
    p50: float | None  # minutes; None where not half of its villages are reached, or where nobody asked for it

    @property
    def reached(self) -> int:
        return sum(self.states[State.RELAYED :])

    @property
    def unreached(self) -> int:
        return self.villages - self.reached

    @property
    def median(self) -> State:
        """The state that half of its villages have come to at least."""
        total = 0
        for state in reversed(State):
            total += self.states[state]
            if total * 2 >= self.villages:
                break
        return state


_UNITS = f"""
    SELECT u.code, u.name, p.name, r.villages, r.states, nullif(r.p50, 'infinity')
    FROM (
        SELECT substr(code, 1, %(length)s) AS code, count(*) AS villages, {_STATES} AS states, {{half}} AS p50
        {_ROWS} GROUP BY 1
    ) r
    JOIN areas_area u ON u.code = r.code AND u.valid_until IS NULL
    LEFT JOIN areas_area p ON p.id = u.parent_id
    ORDER BY r.states[1] + r.states[2] + r.states[3] + r.states[4] DESC, u.code
"""  # noqa: S608  (built of constants)
_HALF = f"percentile_disc(0.5) WITHIN GROUP ({_MINUTES})"
CODE_LENGTH = {Level.PROVINCE: 2, Level.REGENCY: 5, Level.DISTRICT: 8, Level.VILLAGE: 13}


def units(release: Release, level: Level, *, under: str = NATION, half: bool = True) -> list[Unit]:
    """The areas of this level, those with the most unreached villages first.

    Without `half` no median is taken, which would sort all villages.
    """
    sql = _UNITS.format(half=_HALF if half else "NULL::float8")
    with connection.cursor() as cursor:
        cursor.execute(sql, {"release": release.pk, "length": CODE_LENGTH[level], "under": under})
        return [Unit(*row) for row in cursor.fetchall()]


def unreached(release: Release, *, after: str = "", size: int | None = None) -> list[dict[str, Any]]:
    """Code, name and district of every village that is not reached, by code; or of so many of them after a code."""
    rows = Relay.objects.filter(release=release, code__gt=after).unreached().order_by("code")[:size]
    named = rows.values_list("code", "area__name", "area__parent__name")
    return [{"code": code, "name": name, "district": district} for code, name, district in named.iterator()]


def as_json(release: Release, *, after: str = "", size: int | None = None) -> dict[str, Any]:
    """What `jembatan reach --json` and the API say; no names of people. `after` and `size` are of `unreached`."""
    found = reach(release)
    return {
        "release": release.pk,
        "villages": found.villages,
        "without_group": found.without_group,
        "states": found.states,
        "unreached": unreached(release, after=after, size=size),
        "minutes": found.minutes,
    }
