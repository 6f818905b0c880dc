"""Working days: what is off, how they are counted."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from jembatan.areas.models import Holiday
from jembatan.areas.workdays import Calendar

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(Calendar.of, st.lists(DAYS, max_size=80))
LEBARAN = Calendar.of(date(2026, 3, n) for n in range(18, 25))


def test_a_working_day_is_no_weekend_and_no_day_off():
    days = [date(2026, 3, n) for n in range(16, 30)]

    assert [day.day for day in days if LEBARAN.is_working(day)] == [16, 17, 25, 26, 27]


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-03-16", 1, "2026-03-17"),
        ("2026-03-16", 2, "2026-03-25"),
        ("2026-03-20", 1, "2026-03-25"),  # from within the block
        ("2026-03-25", 0, "2026-03-25"),
        ("2026-03-20", 0, "2026-03-25"),
        ("2026-03-27", 1, "2026-03-30"),
        ("2026-03-28", 1, "2026-03-30"),  # from a Saturday
    ],
)
def test_days_are_added_from_the_next_one_on(day, n, expected):
    assert LEBARAN.add(date.fromisoformat(day), n) == date.fromisoformat(expected)


def test_deadlines_lie_ahead():
    with pytest.raises(ValueError, match="-1 working days"):
        LEBARAN.add(date(2026, 3, 16), -1)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_as_many_working_days_lie_between_as_were_added(calendar, day, n):
    assert calendar.between(day, calendar.add(day, n)) == n


@given(CALENDARS, DAYS, st.integers(0, 60))
def test_what_is_added_lands_on_a_working_day(calendar, day, n):
    assert calendar.is_working(calendar.add(day, n))


@given(CALENDARS, DAYS, DAYS, st.integers(0, 60), st.integers(0, 60))
def test_later_and_more_is_never_earlier(calendar, day, other, n, more):
    first, last = sorted([day, other])

    assert calendar.add(first, n) <= calendar.add(last, n) <= calendar.add(last, n + more)


@given(CALENDARS, DAYS, DAYS)
def test_between_counts_as_walking_does_and_is_negative_backwards(calendar, day, other):
    first, last = sorted([day, other])
    days = (first + timedelta(n) for n in range(1, (last - first).days + 1))

    assert calendar.between(first, last) == sum(calendar.is_working(each) for each in days)
    assert calendar.between(last, first) == -calendar.between(first, last)


@pytest.mark.django_db
def test_a_calendar_is_loaded_with_one_query_and_leaves_out_what_is_struck():
    for day, struck in [("2026-03-19", False), ("2026-03-20", True), ("2026-03-21", False), ("2020-01-01", False)]:
        Holiday.objects.create(date=day, name="Libur", kind="national", source="uji", struck=struck, by_hand=struck)
    Holiday.objects.create(date="2026-03-19", name="Juga", kind="cuti_bersama", source="uji")

    with CaptureQueriesContext(connection) as queries:
        calendar = Calendar.load(date(2026, 3, 1), date(2026, 4, 1))

    assert calendar == Calendar((date(2026, 3, 19),), date(2025, 1, 1), date(2027, 12, 31))
    assert len(queries) == 1


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2028, 1, 1)])
def test_a_day_outside_of_the_calendar_is_no_guess(day):
    calendar = Calendar.of([], date(2025, 1, 1), date(2027, 12, 31))

    with pytest.raises(ValueError, match="outside of this calendar"):
        calendar.is_working(day)
    with pytest.raises(ValueError, match="outside of this calendar"):
        calendar.between(day, date(2026, 1, 1))
