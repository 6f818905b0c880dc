"""Small counts about many releases, or about one that is still to be published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection

from jembatan.areas.models import LIES_IN
from jembatan.remembering import LARGE, SECONDS

_COUNTS = """
    SELECT release_id, count(*), count(*) FILTER (WHERE state = 4), count(*) FILTER (WHERE state = 5)
    FROM relays_relay WHERE release_id = ANY(%s) GROUP BY release_id
"""

_AUDIENCE = f"""
    SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
        SELECT FROM relays_serving v WHERE v.area_id = a.id AND v.first AND v.reachable))
    FROM areas_area a
    WHERE a.level = 4 AND a.valid_until IS NULL AND {LIES_IN.format(code="a.code", codes="%s")}
"""  # noqa: S608  (built of constants)


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
    """Counts of each release by its id, in one query; zeros where there is no relay. Large ones are a minute old."""
    wanted = list(releases)
    known: dict[str, Counts] = cache.get_many([_key(pk) for pk in wanted])
    found = _count([pk for pk in wanted if _key(pk) not in known])
    cache.set_many({_key(pk): one for pk, one in found.items() if one.villages >= LARGE}, SECONDS)
    return {pk: known.get(_key(pk)) or found.get(pk, Counts()) for pk in wanted}


def _key(release: int) -> str:
    return f"counts:{release}"


def _count(releases: list[int]) -> dict[int, Counts]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [releases])
        return {row[0]: Counts(*row[1:]) for row in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a release would go to if it were published now."""

    villages: int
    unserved: int  # of them, without anybody who can be reached


def audience(targets: Sequence[str]) -> Audience:
    with connection.cursor() as cursor:
        cursor.execute(_AUDIENCE, [list(targets)])
        return Audience(*cursor.fetchone())
