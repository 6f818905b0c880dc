"""Where a year's holidays come from: the ministers' decree in `lokal-id`, else the `holidays` package.

The package guesses the Islamic ones of years to come ("perkiraan") and knows cuti bersama only once they were decreed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from lokal.holidays import HOLIDAY_YEARS, get_holidays

from jembatan.areas.models import HolidayKind

PACKAGE = "holidays"  # how the source of its rows begins
KINDS = {"libur_nasional": HolidayKind.NATIONAL, "cuti_bersama": HolidayKind.CUTI_BERSAMA}
CATEGORIES = {"public": HolidayKind.NATIONAL, "government": HolidayKind.CUTI_BERSAMA}


@dataclass(frozen=True, slots=True)
class Row:
    date: date
    kind: HolidayKind
    name: str
    source: str


def of_year(year: int) -> list[Row]:
    """Each date and kind once."""
    return list(_decreed(year) if year in HOLIDAY_YEARS else _packaged(year))


def _decreed(year: int) -> Iterator[Row]:
    found = get_holidays(year)
    names: dict[tuple[date, HolidayKind], str] = {}
    for each in found.holidays:
        key = date.fromisoformat(each.date), KINDS[each.type]
        names[key] = f"{names[key]}; {each.name}" if key in names else each.name
    return (Row(day, kind, name, found.decree) for (day, kind), name in names.items())


def _packaged(year: int) -> Iterator[Row]:
    """The package joins the names of one date by itself."""
    import holidays  # noqa: PLC0415 - takes 0.3 s, and is needed once a day at most

    for category, kind in CATEGORIES.items():
        found = holidays.country_holidays("ID", years=year, language="id", categories=category)
        for day, name in sorted(found.items()):
            yield Row(day, kind, name.replace("Cuti Bersama ", ""), f"{PACKAGE} {version(PACKAGE)}")
