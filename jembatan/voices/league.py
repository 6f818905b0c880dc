"""How offices answer: shares and days, never names of people. Only once the area decided to show it, after 90 days.

Only public voices count, so that everyone can look up what a number is made of, and no number tells of a hidden one.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db import connection

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.areas.settings import setting
from jembatan.people.models import Office
from jembatan.voices.models import Voice
from jembatan.voices.models.voice import PUBLIC
from jembatan.voices.public import day

SETTING = "voice_league"
DAYS = 90  # of data before anything is shown
SPAN = timedelta(days=365)  # what counts
FEWEST = 5  # voices of an office; fewer say nothing
SECONDS = 3600  # a table is kept

# Due: answered, or its day for the answer is over. What still has time counts for nobody.
_OFFICES = """
    SELECT office_id, count(*),
        count(answered_on)::float / count(*),
        (count(*) FILTER (WHERE answered_on <= answer_due_on))::float / count(*),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY answered_on - verified_on)
    FROM voices_voice
    WHERE shown = ANY(%(shown)s) AND office_id IS NOT NULL AND verified_on >= %(first)s
        AND (answered_on IS NOT NULL OR answer_due_on < %(now)s) AND state NOT IN ('archived', 'merged')
    GROUP BY office_id HAVING count(*) >= %(fewest)s
"""


Counted = tuple[int, int, float, float, float | None]


@dataclass(frozen=True, slots=True)
class Row:
    """Of 100 voices that were due, how many were answered, and how many in time; the median of the days."""

    office: Office
    voices: int
    answered: int
    in_time: int
    days: int | None


def is_on() -> bool:
    root = Area.objects.current().filter(parent=None).first()
    return bool(root and setting(SETTING, root))


def ready() -> bool:
    """Whether there are as many days of data."""
    first = Voice.objects.public().order_by("received_at", "code").values_list("received_at", flat=True).first()
    return first is not None and (today() - day(first)).days >= DAYS


def open_now() -> bool:
    return is_on() and ready()


def table() -> list[Row]:
    """The best first: by the share answered, then in time, then by days."""
    found: list[Counted] = cache.get_or_set(f"league-{today()}", _counted, SECONDS) or []
    offices = Office.objects.in_bulk([office for office, *_rest in found])
    rows = [
        Row(offices[pk], n, round(answered * 100), round(in_time * 100), None if days is None else round(days))
        for pk, n, answered, in_time, days in found
    ]
    return sorted(rows, key=lambda row: (-row.answered, -row.in_time, row.days or 0, row.office.name))


def _counted() -> list[Counted]:
    now = today()
    with connection.cursor() as cursor:
        cursor.execute(_OFFICES, {"shown": list(PUBLIC), "first": now - SPAN, "now": now, "fewest": FEWEST})
        return list(cursor.fetchall())
