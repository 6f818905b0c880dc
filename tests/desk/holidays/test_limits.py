"""The days of each limit on the desk."""

from datetime import date

import pytest
import time_machine

from jembatan.audit.models import Entry
from jembatan.voices.limits import DEFAULTS, limits_on, plan, planned
from tests.desk.people.conftest import House, house, text

__all__ = ["house"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_november")]
PAGE = "/meja/batas-waktu/"
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def in_november():
    with time_machine.travel("2026-11-24T03:00:00Z", tick=False):
        yield


def test_what_holds_and_what_changes_is_shown(house: House):
    plan(area=house.root, first=NEW_YEAR, days=DEFAULTS | {"complaint": 10}, by=None)
    plan(area=house.root, first=date(2027, 4, 1), days=DEFAULTS | {"complaint": 10, "verify": 2}, by=None)

    shown = house.admin.get(PAGE).context

    assert [one["days"] for one in shown["now"]] == list(DEFAULTS.values())
    assert [[change["days"] for change in one["changes"]] for one in shown["ahead"]] == [[10], [2]]


def test_days_change_from_a_day_on(house: House):
    answer = house.admin.post(f"{PAGE}ubah/", DEFAULTS | {"complaint": 10, "first": "2027-01-01"})

    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert limits_on(date(2026, 12, 31), house.root) == DEFAULTS
    assert limits_on(NEW_YEAR, house.root) == DEFAULTS | {"complaint": 10}
    assert Entry.objects.get(action="setting.decided").actor == house.people["admin"].pk


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"first": "2026-11-24"}, "Batas waktu baru berlaku paling cepat besok"),
        ({"complaint": 0}, "lebih besar dari atau sama dengan 1"),
        ({"complaint": 367}, "lebih kecil dari atau sama dengan 366"),
        ({"complaint": "dua minggu"}, "Masukkan keseluruhan angka bilangan"),
        ({"verify": ""}, "Bidang ini tidak boleh kosong."),
    ],
)
def test_what_will_not_do_is_one_sentence(house: House, said, sentence):
    answer = house.admin.post(f"{PAGE}ubah/", DEFAULTS | {"first": "2027-01-01"} | said)

    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert planned(house.root) == []


def test_what_is_planned_can_be_taken_back(house: House):
    plan(area=house.root, first=NEW_YEAR, days=DEFAULTS | {"complaint": 10}, by=None)

    asked = house.admin.get(f"{PAGE}2027-01-01/batal/")
    house.admin.post(f"{PAGE}2027-01-01/batal/")

    assert "Batalkan perubahan mulai 1 Januari 2027?" in text(asked)
    assert planned(house.root) == []


@pytest.mark.parametrize("first", ["2026-11-20", "2027-01-02", "besok"])
def test_what_has_begun_or_is_not_planned_is_not_there(house: House, first):
    with time_machine.travel("2026-11-01T03:00:00Z"):
        plan(area=house.root, first=date(2026, 11, 20), days=DEFAULTS | {"complaint": 10}, by=None)

    assert house.admin.post(f"{PAGE}{first}/batal/").status_code == 404
    assert limits_on(NEW_YEAR, house.root)["complaint"] == 10
