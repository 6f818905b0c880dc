"""The days off on the desk."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jembatan.areas.holidays import seed
from jembatan.areas.models import Holiday
from jembatan.audit.models import Entry
from tests.desk.people.conftest import House, house, text

__all__ = ["house"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_october")]
PAGE = "/meja/hari-libur/"
MORE = {"name": "Cuti bersama Tahun Baru", "kind": "cuti_bersama", "source": "SKB perubahan"}


@pytest.fixture
def in_october():
    with time_machine.travel("2026-10-05T03:00:00Z", tick=False):
        yield


@pytest.fixture
def lebaran(house: House) -> Holiday:
    seed([2026])
    return Holiday.objects.get(date=date(2026, 3, 20))


def test_a_year_is_a_page_with_each_source(house: House, lebaran: Holiday):
    answer = house.admin.get(f"{PAGE}?tahun=2026")

    assert [one.date for one in answer.context["holidays"]] == list(
        Holiday.objects.order_by("date").values_list("date", flat=True)
    )
    assert "SKB Nomor 1497 Tahun 2025, Nomor 2 Tahun 2025, Nomor 5 Tahun 2025" in text(answer)
    assert [(tab["label"], tab["active"]) for tab in answer.context["tabs"]] == [
        ("2025", False), ("2026", True), ("2027", False),
    ]  # fmt: skip


@pytest.mark.parametrize("said", ["", "abc", "99999", "1900", "２０２７x", "2026'"])
def test_what_is_no_year_is_this_one(house: House, said):
    assert house.admin.get(PAGE, {"tahun": said}).context["year"] == 2026


def test_page_takes_as_many_queries_for_one_day_as_for_a_year(house: House):
    def count() -> int:
        house.admin.get(PAGE)
        with CaptureQueriesContext(connection) as found:
            assert house.admin.get(PAGE).status_code == 200
        return len(found)

    Holiday.objects.create(date="2026-01-01", name="Tahun Baru", kind="national", source="SKB")
    one = count()
    seed([2026, 2027])

    assert count() == one


def test_the_office_is_told_on_the_first_page_until_next_years_are_there(house: House, lebaran: Holiday):
    words = "Cuti bersama tahun 2027 belum ada di daftar hari libur."
    before = [words in text(client.get("/meja/")) for client in (house.admin, house.coordinator, house.office)]

    house.admin.post(f"{PAGE}tambah/", {"day": "2027-03-09", **MORE})

    assert before == [True, False, False]
    assert house.admin.get("/meja/").context["years"] == []


def test_a_day_that_is_added_is_by_hand(house: House, lebaran: Holiday):
    answer = house.admin.post(f"{PAGE}tambah/", {"day": "2026-12-31", **MORE})

    made = Holiday.objects.get(date=date(2026, 12, 31))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PAGE}?tahun=2026")
    assert (made.name, made.kind, made.source, made.by_hand) == (*MORE.values(), True)
    assert Entry.objects.get(action="holiday.added").actor == house.people["admin"].pk


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"day": "2026-03-20"}, "Tanggal itu sudah ada di daftar dengan jenis yang sama."),
        ({"day": "0026-03-20"}, "Periksa tahunnya."),
        ({"day": "besok"}, "Masukkan tanggal yang valid."),
        ({"day": "2026-12-31", "kind": "libur"}, "bukan salah satu"),
        ({"day": "2026-12-31", "name": ""}, "Bidang ini tidak boleh kosong."),
    ],
)
def test_what_will_not_do_is_one_sentence(house: House, lebaran: Holiday, said, sentence):
    before = Holiday.objects.count()

    answer = house.admin.post(f"{PAGE}tambah/", MORE | said)

    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert Holiday.objects.count() == before


def test_a_day_that_moves_is_struck_and_made_anew(house: House, lebaran: Holiday):
    house.admin.post(f"{PAGE}{lebaran.pk}/", {"day": "2026-03-25", **MORE})

    lebaran.refresh_from_db()
    assert (lebaran.struck, Holiday.objects.get(date=date(2026, 3, 25)).name) == (True, MORE["name"])


def test_a_day_is_struck_and_brought_back(house: House, lebaran: Holiday):
    asked = house.admin.get(f"{PAGE}{lebaran.pk}/coret/")
    house.admin.post(f"{PAGE}{lebaran.pk}/coret/")
    lebaran.refresh_from_db()
    struck, page = lebaran.struck, text(house.admin.get(PAGE))

    back = house.admin.post(f"{PAGE}{lebaran.pk}/kembalikan/", follow=True)

    lebaran.refresh_from_db()
    assert "Coret Idulfitri 1447 H dari hari libur?" in text(asked)
    assert (struck, "Dicoret" in page, lebaran.struck) == (True, True, False)
    assert "dihitung sebagai hari libur lagi" in text(back)
