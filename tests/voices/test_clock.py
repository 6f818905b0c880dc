"""The clock's laws, and a table of 200 deadlines that was worked out without it."""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jembatan.areas import holidays
from jembatan.areas.workdays import Calendar
from jembatan.voices import limits
from jembatan.voices.clock import answer_limit, days_left, deadline
from jembatan.voices.models import Kind
from tests import factories
from tests.voices.deadline_table import DAYS as TABLE_DAYS

TABLE = Path(__file__).parent / "deadlines.csv"
DATES = st.dates(date(2025, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(Calendar.of, st.lists(DATES, max_size=80))
N = st.integers(0, 60)
SPAN = st.tuples(DATES, st.integers(0, 40)).map(lambda drawn: (drawn[0], drawn[0] + timedelta(drawn[1])))
SPANS = st.lists(SPAN, max_size=4)
EMPTY = Calendar.of([])


def rows() -> list[dict[str, str]]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def pauses(text: str) -> list[tuple[date, date]]:
    spans = (span.split("/") for span in text.split())
    return [(date.fromisoformat(begin), date.fromisoformat(end)) for begin, end in spans]


@pytest.mark.django_db
def test_every_deadline_of_the_table():
    factories.regency()
    holidays.seed([2025, 2026, 2027, 2028])
    calendar = Calendar.load(date(2025, 1, 1), date(2027, 12, 31))

    wrong = [
        (row, found)
        for row in rows()
        if str(found := deadline(date.fromisoformat(row["start"]), int(row["days"]), calendar, pauses(row["pauses"])))
        != row["deadline"]
    ]

    assert wrong == []


def test_the_table_is_two_hundred_different_cases_of_every_sort():
    found = rows()
    sorts = Counter(row["about"] for row in found)

    assert len({(row["start"], row["limit"], row["pauses"]) for row in found}) == 200
    assert min(sorts[sort] for sort in ("lebaran", "pauses", "year end", "weekend")) >= 10
    assert {row["start"][:4] for row in found} == {"2025", "2026", "2027"}
    assert {row["limit"] for row in found} == set(TABLE_DAYS)


def test_the_table_counts_with_the_days_of_the_law():
    days = limits.DEFAULTS
    expected = {name: days[name] for name in TABLE_DAYS if name in days}

    assert {**expected, "formal+extension": days["formal"] + days["formal_extension"]} == TABLE_DAYS


@given(CALENDARS, DATES, N, SPANS)
def test_a_deadline_is_a_working_day(calendar, start, n, spans):
    assert calendar.is_working(deadline(start, n, calendar, spans))


@given(CALENDARS, DATES, DATES, N, N)
def test_later_and_more_days_are_never_earlier(calendar, one, other, n, more):
    first, last = sorted([one, other])

    assert deadline(first, n, calendar) <= deadline(last, n, calendar) <= deadline(last, n + more, calendar)


@given(CALENDARS, DATES, N, SPANS, DATES)
def test_an_empty_pause_changes_nothing(calendar, start, n, spans, day):
    assert deadline(start, n, calendar, [*spans, (day, day)]) == deadline(start, n, calendar, spans)


@given(CALENDARS, DATES, N, SPANS, st.randoms())
def test_the_order_of_pauses_and_the_same_one_twice_do_not_matter(calendar, start, n, spans, drawn):
    again = spans * 2
    drawn.shuffle(again)

    assert deadline(start, n, calendar, again) == deadline(start, n, calendar, spans)


@given(CALENDARS, DATES, N, SPANS, SPAN)
def test_another_pause_never_makes_it_earlier(calendar, start, n, spans, another):
    assert deadline(start, n, calendar, [*spans, another]) >= deadline(start, n, calendar, spans)


@given(CALENDARS, DATES, st.integers(1, 60), st.integers(0, 40))
def test_a_pause_adds_its_working_days(calendar, start, n, length):
    end = start + timedelta(length)
    days = (start + timedelta(each) for each in range(length))
    lost = sum(calendar.is_working(day) for day in days)

    assert calendar.between(start, deadline(start, n, calendar, [(start, end)])) == n + lost


@given(CALENDARS, DATES, N, st.integers(0, 90))
def test_a_pause_that_was_over_before_changes_nothing(calendar, start, n, days):
    over = (start - timedelta(days), start)

    assert deadline(start, n, calendar, [over]) == deadline(start, n, calendar)


def test_there_is_no_deadline_while_the_clock_stands_still():
    assert (
        deadline(date(2026, 7, 1), 5, EMPTY, [(date(2026, 7, 2), date(2026, 7, 3)), (date(2026, 7, 6), None)]) is None
    )


def test_a_pause_that_ends_before_it_begins_is_a_mistake():
    with pytest.raises(ValueError, match="a pause from 2026-07-03"):
        deadline(date(2026, 7, 1), 5, EMPTY, [(date(2026, 7, 3), date(2026, 7, 2))])


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-07-08", 2),
        ("2026-07-09", 1),
        ("2026-07-10", 0),  # Friday, the last day: it is in time until midnight
        ("2026-07-11", -1),  # over, though no working day has passed yet
        ("2026-07-12", -1),
        ("2026-07-13", -1),
        ("2026-07-14", -2),
    ],
)
def test_days_left_are_working_days_and_negative_once_it_is_over(today, left):
    assert days_left(date.fromisoformat(today), date(2026, 7, 10), EMPTY) == left


@given(CALENDARS, DATES, DATES)
def test_it_is_over_exactly_when_the_day_has_passed(calendar, today, due):
    assert (days_left(today, due, calendar) < 0) == (today > due)


@given(CALENDARS, DATES, DATES, DATES)
def test_days_left_only_become_fewer(calendar, one, other, due):
    first, last = sorted([one, other])

    assert days_left(first, due, calendar) >= days_left(last, due, calendar)


def test_every_kind_has_a_limit_for_its_answer():
    assert {kind: answer_limit(kind) for kind in Kind} == {
        Kind.COMPLAINT: "complaint",
        Kind.ASPIRATION: "information",
        Kind.QUESTION: "information",
        Kind.INFORMATION: "information",
        Kind.FORMAL: "formal",
        Kind.RUMOUR: "information",
    }
    assert {answer_limit(kind, field_check=True) for kind in Kind} == {"field_check"}
    assert {answer_limit(kind) for kind in Kind} | {"field_check"} < set(limits.DEFAULTS)
