"""People, roles, offices on the desk."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jembatan.audit.models import Entry
from jembatan.people.models import Grant, Office, Person
from jembatan.people.roles import Role
from tests import factories
from tests.desk.people.conftest import House, text

pytestmark = pytest.mark.django_db


def page(house: House, who: str | Person, end: str = "") -> str:
    person = house.people[who] if isinstance(who, str) else who
    return f"/meja/orang/{person.pk}/{end}"


@pytest.mark.parametrize("who", ["coordinator", "neighbour", "office"])
def test_only_the_admin_sees_people_pages(house: House, who):
    client, grant = getattr(house, who), house.people["office"].grants.get()
    pages = ["/meja/orang/", "/meja/orang/baru/", "/meja/kantor/", "/meja/kantor/baru/", "/meja/pengaturan/"]
    pages += [page(house, "office", end) for end in ("", "ubah/", "undang/", "nonaktifkan/", "peran/", "kontak/")]
    pages += [f"/meja/peran/{grant.pk}/akhiri/", f"/meja/kantor/{grant.office_id}/", "/meja/pengaturan/kampanye/"]

    assert [client.get(each).status_code for each in pages] == [404] * len(pages)
    assert [client.post(each).status_code for each in pages] == [404] * len(pages)


def test_an_admin_of_a_district_manages_no_people(house: House):
    client = Client()
    client.force_login(factories.person(Role.ADMIN, "16.06.01"))

    assert [client.get(each).status_code for each in ("/meja/orang/", "/meja/kim/impor/", "/meja/pengaturan/")] == [
        404
    ] * 3


def test_people_are_listed_by_what_they_do(house: House):
    idle = factories.person(name="Tanpa Peran")

    pages = [text(house.admin.get(f"/meja/orang/?siapa={tab}")) for tab in ("petugas", "relawan", "lain")]

    shown = [[name for name in ("Tetangga", "Siti Aminah", idle.name) if f">{name}</a>" in each] for each in pages]
    assert shown == [["Tetangga"], ["Siti Aminah"], ["Tanpa Peran"]]


def test_people_come_in_pages_without_gaps(house: House):
    made = {factories.person(Role.EDITOR, name=f"Orang {n % 7}").pk for n in range(120)}
    address, seen = "/meja/orang/", []

    while address:
        found = text(house.admin.get(address))
        seen += [int(pk) for pk in re.findall(r'href="/meja/orang/(\d+)/"', found)]
        following = re.search(r'rel="next" href="([^"]+)"', found)
        address = "/meja/orang/" + following[1].replace("&amp;", "&") if following else ""
        assert "Orang" not in address

    assert len(seen) == len(set(seen))
    assert made <= set(seen)


@pytest.mark.parametrize("query", ["setelah=x", "setelah=0", "setelah=" + "9" * 30, "siapa=entah", "q=%00"])
def test_a_mistyped_address_shows_a_page(house: House, query):
    assert house.admin.get(f"/meja/orang/?{query}").status_code == 200


def test_lists_ask_the_same_questions_at_one_row_and_at_three(house: House):
    pages = ["/meja/orang/", "/meja/orang/?siapa=relawan", "/meja/orang/?q=a", "/meja/kantor/", page(house, house.siti)]
    house.admin.get(pages[0])  # what is remembered for a while

    def count() -> list[int]:
        numbers = []
        for address in pages:
            with CaptureQueriesContext(connection) as asked:
                assert house.admin.get(address).status_code == 200
            numbers.append(len(asked))
        return numbers

    before = count()
    for n in range(3):
        office = factories.office(f"Dinas {n}")
        office.successors.set([house.people["office"].grants.get().office])
        factories.person(Role.EDITOR, office=office)
        factories.volunteer(house.group)
        factories.grant(house.siti, Role.VOLUNTEER, f"16.06.02.200{n + 1}")

    assert count() == before


def test_a_person_is_added_and_given_a_role(house: House):
    added = house.admin.post("/meja/orang/baru/", {"name": "Ayu", "email": "Ayu@Contoh.id"})
    ayu = Person.objects.get(email="ayu@contoh.id")
    assert added.headers["Location"] == page(house, ayu, "peran/")

    house.admin.post(page(house, ayu, "peran/"), {"role": "coordinator", "area": "Kecamatan 02"})
    factories_rename("Kecamatan 02", "Lais")
    house.admin.post(page(house, ayu, "peran/"), {"role": "coordinator", "area": "kec. lais"})

    assert [(grant.role, grant.area.code) for grant in ayu.grants.all()] == [("coordinator", "16.06.02")]


def factories_rename(before: str, after: str) -> None:
    from jembatan.areas.models import Area

    Area.objects.filter(name=before).update(name=after)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"role": "officer", "area": "16.06"}, "Peran ini memerlukan perangkat daerah."),
        ({"role": "chair", "area": "16.06.01.2001"}, "Peran ini memerlukan KIM."),
        ({"role": "chair", "area": "16.06.01.2001", "group": "Mawar"}, "Tulis nama KIM persis seperti terdaftar"),
        ({"role": "editor", "area": "Entah"}, "Wilayah “Entah” tidak ditemukan."),
        ({"role": "editor", "area": "Suka Maju"}, "Ada beberapa wilayah dengan nama itu"),
        ({"role": "", "area": "16.06"}, "Bidang ini tidak boleh kosong."),
        ({"role": "editor", "area": "16.06", "valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "sesudah"),
        ({"role": "coordinator", "area": "16.06.02"}, "sudah memegang peran itu"),
    ],
)
def test_a_role_that_will_not_do_is_one_sentence(house: House, data, sentence):
    for code in ("16.06.01.2003", "16.06.02.2003"):
        factories_rename(factories.get_area(code).name, "Suka Maju")

    answer = house.admin.post(page(house, "neighbour", "peran/"), data)

    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert house.people["neighbour"].grants.count() == 1


def test_a_role_for_a_group_and_one_for_an_office(house: House):
    office = house.people["office"].grants.get().office
    ayu = factories.person()

    house.admin.post(page(house, ayu, "peran/"), {"role": "chair", "area": "16.06.01.2001", "group": "melati"})
    house.admin.post(page(house, ayu, "peran/"), {"role": "officer", "area": "16.06", "office": office.pk})

    held = [(grant.role, grant.group, grant.office) for grant in ayu.grants.order_by("pk")]
    assert held == [("chair", house.group, None), ("officer", None, office)]


def test_a_role_ends_at_the_next_request(house: House):
    assert house.coordinator.get("/meja/kim/tanpa/").status_code == 200

    house.admin.post(f"/meja/peran/{house.people['coordinator'].grants.get().pk}/akhiri/")

    assert house.coordinator.get("/meja/kim/tanpa/").status_code == 404


def test_the_last_admin_is_told_why_they_stay(house: House):
    admin = house.people["admin"]

    answers = [
        text(house.admin.post(f"/meja/peran/{admin.grants.get().pk}/akhiri/", follow=True)),
        text(house.admin.post(page(house, "admin", "nonaktifkan/"), follow=True)),
    ]

    assert ["Ini admin terakhir." in answer for answer in answers] == [True, True]
    assert Grant.objects.current().filter(person=admin).count() == 1


def test_an_invitation_is_shown_once_and_signs_in(house: House):
    answer = house.admin.post(page(house, "office", "undang/"))
    link = re.search(r'value="http://[^/]+(/akun/tautan/[^"]+)"', answer.content.decode())[1]

    assert "https://wa.me/?text=" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert link not in house.admin.get(page(house, "office")).content.decode()
    assert house.admin.get(page(house, "office", "undang/")).headers["Location"] == page(house, "office")
    guest = Client()
    assert guest.post(link).headers["Location"] == "/meja/"
    assert Entry.objects.filter(action="person.invited").count() == 1


def test_who_is_switched_off_is_out_and_may_come_back(house: House):
    house.admin.post(page(house, "office", "nonaktifkan/"))

    assert house.office.get("/meja/").status_code == 302
    assert "dinonaktifkan" in text(house.admin.get(page(house, "office")))

    house.admin.post(page(house, "office", "aktifkan/"))

    assert house.office.get("/meja/").status_code == 302  # with a new link only
    assert Person.objects.get(pk=house.people["office"].pk).is_active


def test_an_address_that_is_taken_is_one_sentence(house: House):
    taken = house.people["office"].email

    answers = [
        house.admin.post("/meja/orang/baru/", {"name": "Ayu", "email": taken}),
        house.admin.post(page(house, "neighbour", "ubah/"), {"name": "Tetangga", "email": taken}),
    ]

    assert ["Alamat e-mail itu sudah dipakai orang lain." in text(answer) for answer in answers] == [True, True]


def test_contacts_in_full_leave_a_trace(house: House):
    answer = house.admin.post(page(house, house.siti, "kontak/"))

    assert ("081234567890" in text(answer), answer.headers["Cache-Control"]) == (True, "private, no-store")
    assert Entry.objects.get(action="contact.shown").subject == f"person:{house.siti.pk}"


def test_offices_follow_each_other(house: House):
    house.admin.post("/meja/kantor/baru/", {"name": "Bapprida", "short_name": "Bapprida", "valid_from": "2025-01-01"})
    old, new = house.people["office"].grants.get().office, Office.objects.get(name="Bapprida")
    data = {"name": "Dinas A", "short_name": "A", "valid_from": "2010-01-01", "valid_until": "2024-12-31"}

    house.admin.post(f"/meja/kantor/{old.pk}/", data | {"successors": [new.pk]})

    assert list(old.successors.all()) == [new]
    assert "digantikan oleh Bapprida" in text(house.admin.get("/meja/kantor/"))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"valid_until": "2009-01-01"}, "Hari terakhir harus sesudah hari berdirinya."),
        ({"name": ""}, "Bidang ini tidak boleh kosong."),
        ({"valid_from": "kemarin"}, "Masukkan tanggal yang valid."),
    ],
)
def test_an_office_that_will_not_do_is_one_sentence(house: House, more, sentence):
    office = house.people["office"].grants.get().office
    data = {"name": "Dinas A", "short_name": "A", "valid_from": "2010-01-01"}

    answer = house.admin.post(f"/meja/kantor/{office.pk}/", data | more)

    assert (answer.status_code, sentence in text(answer)) == (200, True)


def test_without_any_office_the_page_offers_one(house: House):
    Grant.objects.filter(office__isnull=False).delete()
    Office.objects.all().delete()

    assert "Belum ada perangkat daerah yang terdaftar." in text(house.admin.get("/meja/kantor/"))
