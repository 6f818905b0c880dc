"""The regent's one screen: villages not reached, answers overdue, topics getting worse. Counts and codes, no names.

Voices about officials and confidential ones are in no number here: hidden means hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from jembatan.areas.clock import today
from jembatan.areas.models import LIES_IN

SECONDS = 120  # how long the figures are remembered
DAYS = 30
WORSE = 3

# Villages in which a release is late that everybody can still use.
VILLAGES = f"""
    SELECT r.code, a.name, v.title, r.release_id, r.deadline FROM relays_relay r
    JOIN releases_release e ON e.id = r.release_id JOIN releases_version v ON v.id = e.published_id
    JOIN areas_area a ON a.id = r.area_id
    WHERE r.state < 4 AND r.deadline < now() AND r.deadline > now() - interval '30 days' AND e.state = 'published'
      AND (v.expires_at IS NULL OR v.expires_at > now()) AND {LIES_IN.format(code="r.code", codes="%(codes)s")}
"""  # noqa: S608  (built of constants)
_COUNT_VILLAGES = f"SELECT count(DISTINCT code) FROM ({VILLAGES}) late"  # noqa: S608
_VILLAGES = f"""
    SELECT DISTINCT ON (code) code, name, title, release_id, deadline FROM ({VILLAGES}) late
    WHERE code > %(after)s ORDER BY code, deadline LIMIT %(size)s
"""  # noqa: S608

_HERE = (
    f"NOT about_official AND NOT confidential AND {LIES_IN.format(code='voices_voice.area_code', codes='%(codes)s')}"
)
_COUNT_LATE = f"SELECT count(*) FROM voices_voice WHERE due_on < %(today)s AND {_HERE}"  # noqa: S608
_LATE = f"""
    SELECT voices_voice.id, voices_voice.code, kind, due_on, t.name, o.name, shown FROM voices_voice
    LEFT JOIN voices_topic t ON t.id = topic_id LEFT JOIN people_office o ON o.id = office_id
    WHERE due_on < %(today)s AND (due_on, voices_voice.id) > (%(day)s, %(id)s) AND {_HERE}
    ORDER BY due_on, voices_voice.id LIMIT %(size)s
"""  # noqa: S608

_WORSE = f"""
    SELECT t.code, t.name, count(*) FILTER (WHERE received_at >= %(since)s) AS now,
           count(*) FILTER (WHERE received_at < %(since)s) AS before
    FROM voices_voice JOIN voices_topic t ON t.id = topic_id
    WHERE received_at >= %(begin)s AND {_HERE}
    GROUP BY t.id
    HAVING count(*) FILTER (WHERE received_at >= %(since)s) > count(*) FILTER (WHERE received_at < %(since)s)
    ORDER BY count(*) FILTER (WHERE received_at >= %(since)s) - count(*) FILTER (WHERE received_at < %(since)s) DESC,
             t.name LIMIT %(most)s
"""  # noqa: S608
_OF_TOPIC = f"""
    SELECT voices_voice.id, voices_voice.code, a.name, state, shown FROM voices_voice
    JOIN voices_topic t ON t.id = topic_id AND t.code = %(topic)s
    JOIN areas_area a ON a.code = left(voices_voice.area_code, 8) AND a.valid_until IS NULL
    WHERE received_at >= %(since)s AND (%(id)s = 0 OR voices_voice.id < %(id)s)
      AND {_HERE}
    ORDER BY voices_voice.id DESC LIMIT %(size)s
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Topic:
    code: str
    name: str
    now: int  # voices of the last thirty days
    before: int  # of the thirty before


@dataclass(frozen=True, slots=True)
class Screen:
    villages: int
    late: int
    worse: list[Topic]


def screen(codes: Sequence[str]) -> Screen:
    """What stands on the screen for these subtrees; at most two minutes old."""
    key = f"thirty-seconds:{','.join(codes)}"
    return cache.get_or_set(key, lambda: _screen(list(codes)), SECONDS)  # type: ignore[return-value]


def _screen(codes: list[str]) -> Screen:
    since = timezone.now() - timedelta(days=DAYS)
    values = {"codes": codes, "today": today(), "since": since, "begin": since - timedelta(days=DAYS), "most": WORSE}
    ((villages,),), ((late,),) = _rows(_COUNT_VILLAGES, values), _rows(_COUNT_LATE, values)
    return Screen(villages, late, [Topic(*row) for row in _rows(_WORSE, values)])


def late_villages(codes: Sequence[str], *, after: str, size: int) -> list[tuple[Any, ...]]:
    """(code, name, title, release id, deadline), one row for each village: its oldest release that is late."""
    return _rows(_VILLAGES, {"codes": list(codes), "after": after, "size": size})


def late_answers(codes: Sequence[str], *, after: tuple[date, int], size: int) -> list[tuple[Any, ...]]:
    """(id, code, kind, due_on, topic, office, shown), the oldest deadline first."""
    day, pk = after
    return _rows(_LATE, {"codes": list(codes), "today": today(), "day": day, "id": pk, "size": size})


def of_topic(codes: Sequence[str], topic: str, *, before: int, size: int) -> list[tuple[Any, ...]]:
    """(id, code, district, state, shown) of the last thirty days, the newest first; not every village may be said."""
    since = timezone.now() - timedelta(days=DAYS)
    return _rows(_OF_TOPIC, {"codes": list(codes), "topic": topic, "since": since, "id": before, "size": size})


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
