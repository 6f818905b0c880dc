"""Settings and campaign periods on the desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jembatan.areas.clock import today
from jembatan.areas.models import Setting
from jembatan.areas.settings import setting
from jembatan.audit.models import Entry
from jembatan.releases.models import Campaign
from tests.desk.people.conftest import House, text

pytestmark = pytest.mark.django_db
PAGE = "/meja/pengaturan/"
NOW = {
    "four_eyes": "on",
    "relay_hours": 24,
    "members": 0,
    "neighbour": 12,
    "coordinator": 24,
    "phone_list": 36,
    "silent_days": 30,
    "zone": "Asia/Jakarta",
}


def test_only_what_changed_is_decided(house: House):
    answer = house.admin.post(PAGE, NOW | {"relay_hours": 48}, follow=True)

    assert "Pengaturan tersimpan dan langsung berlaku." in text(answer)
    assert list(Setting.objects.values_list("area__code", "name", "value")) == [("16.06", "relay_hours", 48)]
    assert Entry.objects.get(action="setting.decided").actor == house.people["admin"].pk


def test_page_takes_as_many_queries_for_one_period_and_for_three(house: House):
    def plan(n: int) -> None:
        first = today() + timedelta(days=n)
        Campaign.objects.create(name=f"Masa {n}", area=house.root, first_day=first, last_day=first)

    def count() -> int:
        house.admin.get(PAGE)
        with CaptureQueriesContext(connection) as found:
            assert house.admin.get(PAGE).status_code == 200
        return len(found)

    plan(0)
    one = count()
    plan(-1)
    plan(1)

    assert count() == one
    begun = house.admin.get(PAGE).context["campaigns"]
    assert [(each["campaign"].name, each["begun"]) for each in begun] == [
        ("Masa 1", False), ("Masa 0", True), ("Masa -1", True),
    ]  # fmt: skip


def test_every_setting_reaches_its_place(house: House):
    data = {"relay_hours": 6, "members": 1, "neighbour": 2, "coordinator": 3, "phone_list": 4, "silent_days": 5}

    house.admin.post(PAGE, data | {"zone": "Asia/Jayapura"})

    assert setting("four_eyes", "16.06") is False
    assert setting("escalation", "16.06") == {"members": 1, "neighbour": 2, "coordinator": 3, "phone_list": 4}
    assert [setting(name, "16.06") for name in ("relay_hours", "silent_days", "zone")] == [6, 5, "Asia/Jayapura"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"coordinator": 6}, "Langkah berikutnya tidak boleh mendahului langkah sebelumnya."),
        ({"relay_hours": 0}, "lebih besar dari atau sama dengan 1"),
        ({"silent_days": "banyak"}, "Masukkan keseluruhan angka bilangan"),
        ({"zone": "Europe/Berlin"}, "Europe/Berlin bukan salah satu"),
        ({"members": ""}, "Bidang ini tidak boleh kosong."),
    ],
)
def test_a_setting_that_will_not_do_is_one_sentence(house: House, more, sentence):
    answer = house.admin.post(PAGE, NOW | {"relay_hours": 48} | more)

    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert not Setting.objects.exists()


def test_a_campaign_makes_the_choice_of_four_eyes_idle(house: House):
    days = {"first_day": str(today()), "last_day": str(today() + timedelta(9))}

    house.admin.post(f"{PAGE}kampanye/", {"name": "Pilkada", **days})

    found = text(house.admin.get(PAGE))
    assert "Sekarang masa kampanye (Pilkada, sampai" in found
    assert "/hapus/" not in found


def test_a_campaign_ahead_can_be_taken_away_and_a_running_one_not(house: House):
    ahead = Campaign.objects.create(
        name="Nanti", area=house.root, first_day=today() + timedelta(1), last_day=today() + timedelta(2)
    )
    running = Campaign.objects.create(name="Kini", area=house.root, first_day=today(), last_day=today())

    answers = [house.admin.post(f"{PAGE}kampanye/{each.pk}/hapus/", follow=True) for each in (ahead, running)]

    assert "Masa kampanye yang sudah mulai tidak bisa dihapus." in text(answers[1])
    assert list(Campaign.objects.all()) == [running]


def test_a_campaign_that_ends_before_it_begins_is_one_sentence(house: House):
    data = {"name": "Pilkada", "first_day": "2027-02-01", "last_day": "2027-01-01"}

    answer = house.admin.post(f"{PAGE}kampanye/", data)

    assert (answer.status_code, "Hari terakhir harus sesudah hari pertama." in text(answer)) == (200, True)
