"""What an executive needs in thirty seconds: villages reached, villages silent, the slowest districts. No names."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from jembatan.areas.models import LIES_IN

DAYS = 30
SECONDS = 600  # how long the figures are remembered: they look back a month

_INSIDE = LIES_IN.format(code="a.code", codes="%(codes)s")

_VILLAGES = f"""
    SELECT count(*), count(*) FILTER (WHERE EXISTS (
        SELECT FROM relays_relay r WHERE r.area_id = a.id AND r.reached_at >= %(since)s))
    FROM areas_area a WHERE a.level = 4 AND a.valid_until IS NULL AND {_INSIDE}
"""  # noqa: S608  (built of constants)

_SLOWEST = f"""
    SELECT a.code, a.name, nullif(d.p50, 'infinity') FROM (
        SELECT substr(code, 1, 8) AS code, count(*) FILTER (WHERE state < 4)::float8 / count(*) AS open,
               percentile_disc(0.5) WITHIN GROUP (
                   ORDER BY coalesce(extract(epoch FROM reached_at - asked_at)::float8 / 60, 'infinity')) AS p50
        FROM relays_relay WHERE asked_at >= %(since)s GROUP BY 1
    ) d JOIN areas_area a ON a.code = d.code AND a.valid_until IS NULL AND {_INSIDE}
    ORDER BY d.p50 DESC, d.open DESC, a.code LIMIT 3
"""  # noqa: S608  (built of constants)


@dataclass(frozen=True, slots=True)
class District:
    code: str
    name: str
    p50: float | None  # minutes until half of its villages relayed a release; None where it is not half


@dataclass(frozen=True, slots=True)
class Figures:
    villages: int
    reached: int  # of them, with at least one relayed release
    slowest: list[District]

    @property
    def silent(self) -> int:
        return self.villages - self.reached


def figures(codes: list[str]) -> Figures:
    """The last thirty days in these subtrees; at most ten minutes old."""
    return cache.get_or_set(f"thirty-days:{','.join(codes)}", lambda: _figures(codes), SECONDS)  # type: ignore[return-value]


def _figures(codes: list[str]) -> Figures:
    values: dict[str, Any] = {"codes": codes, "since": timezone.now() - timedelta(days=DAYS)}
    with connection.cursor() as cursor:
        cursor.execute(_VILLAGES, values)
        villages, reached = cursor.fetchone()
        cursor.execute(_SLOWEST, values)
        return Figures(villages, reached, [District(*row) for row in cursor.fetchall()])
