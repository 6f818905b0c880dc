"""Reach: what the hops of a release add up to. Each question is one query, whatever the number of villages."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from jembatan.areas.models import Area, Level
from jembatan.relays.models import Relay, State
from jembatan.releases.models import Release

# Minutes until half, nine tenths and all of the target villages were reached; null until so many are.
_SUMMARY = """
    SELECT count(*), count(*) FILTER (WHERE group_id IS NULL),
           count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 2),
           count(*) FILTER (WHERE state = 3), count(*) FILTER (WHERE state = 4), count(*) FILTER (WHERE state = 5),
           percentile_disc(ARRAY[0.5, 0.9, 1.0]) WITHIN GROUP (
               ORDER BY coalesce(extract(epoch FROM reached_at - asked_at) / 60, 'infinity'::float8))
    FROM relays_relay WHERE release_id = %s
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """States sum to the target. Minutes are null until crossed; the denominator is every target village."""

    villages: int
    without_group: int
    states: dict[str, int] = field(default_factory=dict)  # by State.key
    minutes: dict[str, float | None] = field(default_factory=dict)  # p50, p90, last

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


def reach(release: Release) -> Reach:
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, [release.pk])
        villages, without_group, *states, minutes = cursor.fetchone()
    by_state = {state.key: count for state, count in zip(State, states, strict=True)}
    return Reach(villages, without_group, by_state, _minutes(minutes))


@dataclass(frozen=True, slots=True)
class Unit:
    """How an area of the target fares: a district of a regency, a province of the nation."""

    code: str
    name: str
    villages: int
    reached: int
    confirmed: int
    states: list[int]  # counts by State, in its order
    p50: float | None  # minutes

    @property
    def unreached(self) -> int:
        return self.villages - self.reached


_UNITS = """
    SELECT u.code, u.name, count(*), count(*) FILTER (WHERE r.state >= 4), count(*) FILTER (WHERE r.state = 5),
           ARRAY[count(*) FILTER (WHERE r.state = 0), count(*) FILTER (WHERE r.state = 1),
                 count(*) FILTER (WHERE r.state = 2), count(*) FILTER (WHERE r.state = 3),
                 count(*) FILTER (WHERE r.state = 4), count(*) FILTER (WHERE r.state = 5)],
           nullif(percentile_disc(0.5) WITHIN GROUP (
               ORDER BY coalesce(extract(epoch FROM r.reached_at - r.asked_at) / 60, 'infinity'::float8)),
               'infinity'::float8)
    FROM (SELECT *, substr(code, 1, %(length)s) AS unit FROM relays_relay WHERE release_id = %(release)s) r
    JOIN areas_area u ON u.code = r.unit COLLATE "C" AND u.valid_until IS NULL
    GROUP BY u.code, u.name
    ORDER BY count(*) FILTER (WHERE r.state < 4) DESC, u.code
"""
CODE_LENGTH = {Level.PROVINCE: 2, Level.REGENCY: 5, Level.DISTRICT: 8, Level.VILLAGE: 13}


def units(release: Release, level: Level) -> list[Unit]:
    """The areas of this level, those with the most unreached villages first."""
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, {"release": release.pk, "length": CODE_LENGTH[level]})
        return [Unit(*row) for row in cursor.fetchall()]


def board_level(villages: int, root: Area) -> Level:
    """The level by which a board groups: districts up to 1,500 villages, else regencies, else provinces."""
    if villages <= 1500 or root.level >= Level.REGENCY:
        return Level.DISTRICT
    return Level.REGENCY if root.level == Level.PROVINCE else Level.PROVINCE


def villages_page(release: Release, *, under: str, after: tuple[int, str] | None = None, size: int = 100) -> list[Relay]:
    """Relays of one subtree, unreached first, then by code; the next page begins after (state, code) of the last."""
    rows = Relay.objects.filter(release=release).select_related("area", "group").order_by("state", "code")
    rows = rows.filter(area__in=Area.objects.under(under)) if under != "0" else rows
    if after:
        state, code = after
        rows = rows.extra(where=["(relays_relay.state, relays_relay.code) > (%s, %s)"], params=[state, code])
    return list(rows[:size])


def unreached(release: Release) -> list[dict[str, Any]]:
    """Code, name and district of every village that is not reached, by code."""
    rows = Relay.objects.filter(release=release).unreached().order_by("code")
    named = rows.values_list("code", "area__name", "area__parent__name")
    return [{"code": code, "name": name, "district": district} for code, name, district in named.iterator()]


def as_json(release: Release) -> dict[str, Any]:
    """What `jembatan reach --json` and the API say; no names of people."""
    found = reach(release)
    return {
        "release": release.pk,
        "villages": found.villages,
        "without_group": found.without_group,
        "states": found.states,
        "unreached": unreached(release),
        "minutes": found.minutes,
    }


_SILENT = """
    SELECT a.id, a.code, a.name, p.name, x.last
    FROM areas_area a JOIN areas_area p ON p.id = a.parent_id
    LEFT JOIN LATERAL (SELECT max(r.reached_at) AS last FROM relays_relay r WHERE r.area_id = a.id) x ON true
    WHERE a.level = 4 AND a.valid_until IS NULL AND (x.last IS NULL OR x.last < %(since)s)
      AND (%(under)s = '0' OR a.code = %(under)s COLLATE "C"
           OR (a.code > (%(under)s || '.') COLLATE "C" AND a.code < (%(under)s || '/') COLLATE "C"))
      AND a.code > %(after)s COLLATE "C"
    ORDER BY a.code LIMIT %(size)s
"""


def silent_villages(*, under: str, since: datetime, after: str = "", size: int = 100) -> list[dict[str, Any]]:
    """Villages with no relayed release since then, by code: id, code, name, district, last (or None)."""
    with connection.cursor() as cursor:
        cursor.execute(_SILENT, {"since": since, "under": under, "after": after, "size": size})
        return [dict(zip(("id", "code", "name", "district", "last"), row, strict=True)) for row in cursor.fetchall()]
