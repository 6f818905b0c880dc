"""Small counts about many releases, or about one that is still to be published."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

_REACHED = """
    SELECT release_id, count(*) FILTER (WHERE state >= 4), count(*)
    FROM relays_relay WHERE release_id = ANY(%s) GROUP BY release_id
"""

_AUDIENCE = """
    SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
        SELECT FROM relays_serving v WHERE v.area_id = a.id AND v.first AND v.reachable))
    FROM areas_area a
    WHERE a.level = 4 AND a.valid_until IS NULL AND EXISTS (
        SELECT FROM unnest(%s::text[]) AS t(code)
        WHERE t.code = '0' OR a.code = t.code COLLATE "C"
           OR (a.code > (t.code || '.') COLLATE "C" AND a.code < (t.code || '/') COLLATE "C"))
"""


def reached_counts(release_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Release id → (villages reached, villages of the target), for the rows of a list. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, [list(release_ids)])
        return {release_id: (reached, villages) for release_id, reached, villages in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a release would go to if it were published now."""

    villages: int
    unserved: int  # of them, without anybody who can be reached


def audience(targets: Sequence[str]) -> Audience:
    with connection.cursor() as cursor:
        cursor.execute(_AUDIENCE, [list(targets)])
        return Audience(*cursor.fetchone())
