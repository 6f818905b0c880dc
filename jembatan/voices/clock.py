"""The clock of a voice: pure rules over a calendar of working days. Days of each limit: `limits`."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from jembatan.areas.workdays import Calendar

Pause = tuple[date, date | None]  # from this day on until that day, on which the clock goes on; None: still

# Kind of a voice → the limit for its answer. What needs a look at the place has `FIELD_CHECK` whatever its kind.
ANSWERS = {
    "complaint": "complaint",
    "aspiration": "information",
    "question": "information",
    "information": "information",
    "rumour": "information",
    "formal": "formal",
}
FIELD_CHECK = "field_check"


def answer_limit(kind: str, *, field_check: bool = False) -> str:
    """The name of the limit for the answer. KeyError for a kind that has none."""
    return FIELD_CHECK if field_check else ANSWERS[kind]


def deadline(start: date, days: int, calendar: Calendar, pauses: Sequence[Pause] = ()) -> date | None:
    """The last day on which it is in time: so many working days after `start`, and those that the clock stood still.

    None while a pause is open. Pauses may overlap; what lies before `start` does not count. A pause that ends before it
    begins is a mistake of the caller: ValueError.
    """
    spans: list[tuple[date, date]] = []
    for begin, end in pauses:
        if end is None:
            return None
        if end < begin:
            raise ValueError(f"a pause from {begin} until {end}")
        spans.append((max(begin, start), max(end, start)))
    lost = sum(_working(begin, end, calendar) for begin, end in _merged(spans))
    return calendar.add(start, days + lost)


def days_left(today: date, deadline: date, calendar: Calendar) -> int:
    """Working days until the deadline, 0 on its day. Below zero once it is over, from the next day on even if off."""
    left = calendar.between(today, deadline)
    return left if today <= deadline else min(left, -1)


def _merged(spans: list[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """The same days, each once."""
    reached = date.min
    for begin, end in sorted(spans):
        if end > reached:
            yield max(begin, reached), end
            reached = end


def _working(begin: date, end: date, calendar: Calendar) -> int:
    """Working days in [begin, end)."""
    day = timedelta(days=1)
    return calendar.between(begin - day, end - day) if begin < end else 0
