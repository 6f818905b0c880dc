"""Working days: Monday to Friday without national holidays and cuti bersama (Perpres 76/2013 counts in these)."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from jembatan.areas.models import Holiday

DAY = timedelta(days=1)
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are off, known from `first` to `last`. A day outside raises ValueError: better than a wrong date."""

    off: tuple[date, ...]  # Mondays to Fridays only, in order, each once
    first: date
    last: date

    @classmethod
    def of(cls, off: Iterable[date], first: date = date.min, last: date = date.max) -> Self:
        """From any days off; an installation has them from `load`."""
        return cls(tuple(sorted({day for day in off if day.weekday() <= FRIDAY})), first, last)

    @classmethod
    def load(cls, first: date, last: date) -> Self:
        """For days around these, with a whole year on either side to spare. One query, some hundred rows."""
        first, last = date(first.year - 1, 1, 1), date(last.year + 1, 12, 31)
        return cls.of(
            Holiday.objects.off().filter(date__range=(first, last)).values_list("date", flat=True), first, last
        )

    def is_working(self, day: date) -> bool:
        self._know(day)
        return day.weekday() <= FRIDAY and not self._is_off(day)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after this one, which is day 0; a deadline lasts until the end of that day.

        n=0: the day itself, or the next working day where it is off.
        """
        if n < 0:
            raise ValueError(f"{n} working days: deadlines lie ahead")
        if n == 0 and self.is_working(day):
            return day
        for _each in range(max(n, 1)):
            day = self._next(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days in (first, last]; the other way round the same number below zero."""
        self._know(first)
        self._know(last)
        return self._until(last) - self._until(first)

    def _next(self, day: date) -> date:
        day += DAY
        while not self.is_working(day):
            day += DAY
        return day

    def _until(self, day: date) -> int:
        """Working days from the year 1 (whose first day was a Monday) up to this day."""
        weeks, rest = divmod(day.toordinal(), 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self.off, day)

    def _is_off(self, day: date) -> bool:
        at = bisect_right(self.off, day)
        return at > 0 and self.off[at - 1] == day

    def _know(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise ValueError(f"{day} lies outside of this calendar ({self.first} to {self.last})")
