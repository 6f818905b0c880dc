"""Days off: seeded from their sources, corrected by people."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from jembatan.areas import corrections, decrees, holidays, tasks
from jembatan.areas.decrees import Row
from jembatan.areas.errors import AreaError
from jembatan.areas.models import Holiday, HolidayKind
from jembatan.audit.models import Entry
from jembatan.people.roles import Role
from tests import factories
from tests.voices.deadline_table import OFF

pytestmark = pytest.mark.django_db
DECREE_2026 = "SKB Nomor 1497 Tahun 2025, Nomor 2 Tahun 2025, Nomor 5 Tahun 2025"
LEBARAN = date(2026, 3, 20)  # a cuti bersama
NEW_YEAR = date(2028, 1, 1)


@pytest.fixture
def root(db):
    return factories.regency()


@pytest.fixture
def admin(root):
    return factories.person(Role.ADMIN)


@pytest.fixture
def year(root):
    """2026, as it is seeded."""
    holidays.seed([2026])


def of(day: date) -> Holiday:
    return Holiday.objects.get(date=day)


def rows() -> list[tuple[object, ...]]:
    return list(Holiday.objects.order_by("date", "kind").values_list())


def sources(monkeypatch, *found: Row) -> None:
    monkeypatch.setattr(decrees, "of_year", lambda year: list(found))


def guess(day: date, name: str = "Idulfitri (perkiraan)", version: str = "0.1") -> Row:
    return Row(day, HolidayKind.NATIONAL, name, f"holidays {version}")


def test_three_years_are_those_of_the_decrees(root):
    holidays.seed([2025, 2026, 2027])

    found = Holiday.objects.order_by("date").values_list("date", flat=True)
    assert [day.isoformat() for day in found] == [day for day in OFF if day < "2028"]


def test_a_decreed_year_names_its_decree_and_another_its_package(year):
    holidays.seed([2028])

    assert (of(LEBARAN).kind, of(LEBARAN).source) == (HolidayKind.CUTI_BERSAMA, DECREE_2026)
    assert of(NEW_YEAR).source.startswith("holidays 0.")
    assert not Holiday.objects.filter(date__year=2028, kind=HolidayKind.CUTI_BERSAMA).exists()


def test_seeding_again_changes_nothing_and_leaves_no_trace(year):
    before = rows()

    assert holidays.seed([2026]) == 0
    assert rows() == before
    assert [entry.facts for entry in Entry.objects.all()] == [{"year": 2026, "rows": 25}]


def test_a_year_that_nobody_knows_is_left_alone(root, monkeypatch):
    sources(monkeypatch)

    assert holidays.seed([2150]) == 0


def test_a_decree_takes_the_place_of_a_guess(root, monkeypatch):
    sources(monkeypatch, guess(date(2028, 2, 27)), guess(NEW_YEAR, "Tahun Baru"))
    holidays.seed([2028])
    sources(
        monkeypatch, Row(date(2028, 2, 26), HolidayKind.NATIONAL, "Idulfitri", "SKB 1"), guess(NEW_YEAR, "Tahun Baru")
    )

    holidays.seed([2028])

    assert [(day, source) for _pk, day, _name, _kind, source, *_ in rows()] == [
        (NEW_YEAR, "holidays 0.1"),
        (date(2028, 2, 26), "SKB 1"),
    ]


def test_a_newer_guess_takes_the_place_of_an_older_one(root, monkeypatch):
    sources(monkeypatch, guess(date(2028, 2, 27)))
    holidays.seed([2028])
    sources(monkeypatch, guess(date(2028, 2, 28), version="0.2"))

    holidays.seed([2028])

    assert [(one.date, one.source) for one in Holiday.objects.all()] == [(date(2028, 2, 28), "holidays 0.2")]


def test_a_guess_never_takes_the_place_of_a_decree(year, monkeypatch):
    before = rows()
    sources(monkeypatch, guess(date(2026, 3, 22)))

    assert holidays.seed([2026]) == 0
    assert rows() == before


def test_what_people_decided_stays(year, admin):
    nyepi = of(date(2026, 3, 19))
    corrections.strike(holiday=of(LEBARAN), by=admin)
    corrections.change(holiday=nyepi, day=nyepi.date, name="Nyepi", kind=nyepi.kind, source="Surat bupati", by=admin)
    corrections.change(
        holiday=of(date(2026, 5, 27)),
        day=date(2026, 5, 26),
        name="Iduladha",
        kind="national",
        source="Sidang isbat",
        by=admin,
    )
    corrections.add(day=date(2026, 12, 31), name="Cuti bersama", kind="cuti_bersama", source="SKB perubahan", by=admin)
    before = rows()

    assert holidays.seed([2026]) == 0
    assert rows() == before
    off = set(Holiday.objects.off().values_list("date", flat=True))
    assert off & {LEBARAN, nyepi.date, date(2026, 5, 26), date(2026, 5, 27), date(2026, 12, 31)} == {
        nyepi.date,
        date(2026, 5, 26),
        date(2026, 12, 31),
    }


def test_every_correction_leaves_a_trace(year, admin):
    struck = of(LEBARAN)
    corrections.strike(holiday=struck, by=admin)
    corrections.strike(holiday=struck, by=admin)
    corrections.restore(holiday=struck, by=admin)
    corrections.add(day=date(2026, 12, 31), name="Cuti", kind="cuti_bersama", source="SKB", by=admin)
    corrections.change(holiday=struck, day=LEBARAN, name="Lebaran", kind=struck.kind, source="SKB", by=admin)

    told = Entry.objects.filter(actor=admin.pk).order_by("pk").values_list("action", "facts")
    day = {"date": "2026-03-20", "kind": "cuti_bersama"}
    assert list(told) == [
        ("holiday.struck", day),
        ("holiday.restored", day),
        ("holiday.added", {"date": "2026-12-31", "kind": "cuti_bersama"}),
        ("holiday.changed", day),
    ]


def test_a_date_is_not_twice_in_the_list(year, admin):
    with pytest.raises(AreaError, match="sudah ada di daftar"):
        corrections.add(day=LEBARAN, name="Lagi", kind="cuti_bersama", source="SKB", by=admin)
    with pytest.raises(AreaError, match="sudah ada di daftar"):
        corrections.change(
            holiday=of(date(2026, 3, 23)), day=LEBARAN, name="Pindah", kind="cuti_bersama", source="SKB", by=admin
        )

    assert (of(LEBARAN).name, of(date(2026, 3, 23)).struck) == ("Idulfitri 1447 H", False)


def test_a_struck_day_that_is_added_again_is_off(year, admin):
    corrections.strike(holiday=of(LEBARAN), by=admin)

    corrections.add(day=LEBARAN, name="Tetap libur", kind="cuti_bersama", source="SKB", by=admin)

    assert (of(LEBARAN).struck, of(LEBARAN).name) == (False, "Tetap libur")


@pytest.mark.parametrize("more", [{"struck": True}, {"date": LEBARAN, "kind": "cuti_bersama"}])
def test_the_database_holds_what_must_hold(year, more):
    plain = {"date": date(2026, 7, 1), "kind": "national", "name": "Libur", "source": "uji"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(**(plain | more))


@pytest.mark.parametrize(
    ("now", "seeded", "unknown"),
    [
        ("2026-09-30", [2026], []),
        ("2026-10-01", [2026], [2027]),
        ("2026-10-01", [2026, 2027], []),
        ("2027-11-01", [2027, 2028], [2028]),  # national ones alone are not enough
        ("2027-02-01", [2026], [2027]),  # and not only next year's
        ("2026-09-30T17:00:00Z", [2026], [2027]),  # already October here
    ],
)
def test_the_office_is_warned_from_october_on(root, now, seeded, unknown):
    holidays.seed(seeded)

    with time_machine.travel(now, tick=False):
        assert holidays.unknown_years() == unknown


@time_machine.travel("2027-05-01T03:00:00Z", tick=False)
def test_the_chore_makes_the_last_this_and_the_next_year(root):
    tasks.seed_holidays(0)

    assert {day.year for day in Holiday.objects.values_list("date", flat=True)} == {2026, 2027, 2028}


def test_the_chore_waits_for_the_installation_to_have_an_area(db):
    tasks.seed_holidays(0)

    assert not Holiday.objects.exists()
