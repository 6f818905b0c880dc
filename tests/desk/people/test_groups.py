"""Groups on the desk: by district, villages without one, and who may touch which."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jembatan.people.models import Group
from jembatan.people.roles import Role
from tests import factories
from tests.desk.people.conftest import House, text

pytestmark = pytest.mark.django_db


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_admin_sees_each_district_with_its_counts(house: House):
    factories.person(Role.VOLUNTEER, "16.06.01.2002", on_duty=True)

    page = text(house.admin.get("/meja/kim/"))

    rows = [row.split("</tr>")[0] for row in page.split("<tbody>")[1].split("<tr>")[1:]]
    numbers = [[cell.split("</")[0].split(">")[-1] for cell in row.split("<td")[1:]] for row in rows]
    assert numbers == [["3", "1", "1", "1"], ["3", "0", "0", "3"]]


def test_a_coordinator_is_led_to_the_own_district(house: House):
    assert house.coordinator.get("/meja/kim/").headers["Location"] == "/meja/kim/kecamatan/16.06.01/"


def test_a_district_shows_villages_with_nobody_first(house: House):
    page = text(house.coordinator.get("/meja/kim/kecamatan/16.06.01/"))

    assert "2 desa belum punya KIM maupun penghubung" in page
    assert page.index("01-2002") < page.index("01-2003") < page.index("01-2001")
    assert page.count("Beri penghubung") == 2


def test_villages_without_a_group_are_a_page_of_their_own(house: House):
    page = text(house.coordinator.get("/meja/kim/tanpa/"))

    assert ["01-2001" in page, "01-2002" in page, "01-2003" in page, "02-2001" in page] == [False, True, True, False]


def test_when_all_are_served_the_page_says_so(house: House):
    factories.group("16.06.01.2002", "16.06.01.2003")

    assert "Semua desa di wilayah Anda sudah dilayani KIM." in text(house.coordinator.get("/meja/kim/tanpa/"))


@pytest.mark.parametrize(("wanted", "found"), [("melati", "KIM Melati"), ("01-2003", "Desa 01-2003"), ("amin", "Siti")])
def test_search_finds_groups_villages_and_people_of_the_own_district(house: House, wanted, found):
    ours = text(house.coordinator.get("/meja/kim/", {"q": wanted}))
    theirs = text(house.neighbour.get("/meja/kim/", {"q": wanted}))

    assert f">{found}" in ours
    assert "Tidak ada yang bernama begitu di wilayah Anda." in theirs


def test_a_group_is_registered_changed_and_ended(house: House):
    made = house.coordinator.post("/meja/kim/desa/16.06.01.2002/daftarkan/", {"name": "KIM Mawar", "serves": ""})
    group = Group.objects.get(name="KIM Mawar")
    assert made.headers["Location"] == f"/meja/kim/{group.pk}/"

    data = {"name": "KIM Anggrek", "serves": "16.06.01.2003\n01-2001, 01; 16.06.01.2003", "decree": "12/2026"}
    factories_names("Desa 01-2001", "01-2001"), factories_names("Kecamatan 01", "01")
    house.coordinator.post(f"/meja/kim/{group.pk}/ubah/", data)
    group.refresh_from_db()
    assert (group.name, group.decree) == ("KIM Anggrek", "12/2026")
    assert sorted(group.areas.values_list("code", flat=True)) == ["16.06.01.2001", "16.06.01.2002", "16.06.01.2003"]

    house.coordinator.post(f"/meja/kim/{group.pk}/akhiri/")
    assert not Group.objects.current().filter(pk=group.pk).exists()
    assert "KIM ini berakhir" in text(house.coordinator.get(f"/meja/kim/{group.pk}/"))


BEYOND = "02-2001 di luar wilayah Anda. Minta admin kantor menambahkannya."


def test_a_coordinator_adds_no_village_of_another_district(house: House):
    data = {"name": "KIM Mawar", "serves": "16.06.01.2003\n16.06.02.2001"}

    answers = [
        house.coordinator.post("/meja/kim/desa/16.06.01.2002/daftarkan/", data),
        house.coordinator.post(f"/meja/kim/{house.group.pk}/ubah/", data | {"name": "KIM Melati"}),
    ]

    assert [(answer.status_code, BEYOND in text(answer)) for answer in answers] == [(200, True)] * 2
    assert [list(group.areas.values_list("code", flat=True)) for group in Group.objects.all()] == [["16.06.01.2001"]]


def test_what_the_admin_put_under_a_group_stays_when_its_coordinator_changes_it(house: House):
    data = {"name": "KIM Melati", "serves": "16.06.02.2001"}

    house.admin.post(f"/meja/kim/{house.group.pk}/ubah/", data)
    house.coordinator.post(f"/meja/kim/{house.group.pk}/ubah/", data | {"decree": "12/2026"})

    house.group.refresh_from_db()
    assert house.group.decree == "12/2026"
    assert sorted(house.group.areas.values_list("code", flat=True)) == ["16.06.01.2001", "16.06.02.2001"]


def factories_names(before: str, after: str) -> None:
    from jembatan.areas.models import Area

    Area.objects.filter(name=before).update(name=after)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "KIM Melati"}, "sudah punya KIM Melati"),
        ({"name": ""}, "Bidang ini tidak boleh kosong."),
        ({"name": "KIM Mawar", "serves": "Entah"}, "Wilayah “Entah” tidak ditemukan."),
        ({"name": "KIM Mawar", "serves": "16.06.01"}, "Wilayah “16.06.01” tidak ditemukan."),
    ],
)
def test_a_group_that_will_not_do_is_one_sentence(house: House, data, sentence):
    answer = house.coordinator.post("/meja/kim/desa/16.06.01.2001/daftarkan/", data)

    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert Group.objects.count() == 1


@pytest.mark.parametrize("page", ["", "ubah/", "akhiri/", "anggota/"])
@pytest.mark.parametrize("who", ["neighbour", "office"])
def test_a_group_of_another_district_is_not_there(house: House, who, page):
    client, address = getattr(house, who), f"/meja/kim/{house.group.pk}/{page}"

    assert (client.get(address).status_code, client.post(address, {"name": "x"}).status_code) == (404, 404)
    house.group.refresh_from_db()
    assert (house.group.name, house.group.valid_until) == ("KIM Melati", None)


@pytest.mark.parametrize(
    "address",
    [
        "/meja/kim/kecamatan/16.06.01/",
        "/meja/kim/desa/16.06.01.2001/",
        "/meja/kim/desa/16.06.01.2002/daftarkan/",
        "/meja/kim/desa/16.06.01.2002/penghubung/",
    ],
)
def test_a_village_of_another_district_is_not_there(house: House, address):
    assert house.coordinator.get(address).status_code == 200
    assert house.neighbour.get(address).status_code == 404


@pytest.mark.parametrize("code", ["99.99.99.9999", "16.06", "x", "16.06.01", "%00"])
def test_an_unknown_village_is_not_there(house: House, code):
    assert house.admin.get(f"/meja/kim/desa/{code}/").status_code == 404


def test_lists_ask_the_same_questions_at_one_row_and_at_three(house: House):
    pages = ["/meja/kim/", "/meja/kim/tanpa/", "/meja/kim/kecamatan/16.06.01/", "/meja/kim/?q=0"]
    pages += [f"/meja/kim/{house.group.pk}/", "/meja/kim/desa/16.06.01.2001/"]
    factories.person(Role.VOLUNTEER, "16.06.01.2002", on_duty=True)
    house.admin.get(pages[0])  # what is remembered for a while
    before = [queries(house.admin, page) for page in pages]

    for n, code in enumerate(["16.06.01.2002", "16.06.01.2003", "16.06.02.2001"]):
        factories.volunteer(factories.group(code, "16.06.01.2001"), phone=f"0812-0000-000{n}")
        factories.volunteer(house.group, phone=f"0813-0000-000{n}")
        factories.person(Role.VOLUNTEER, "16.06.02.2002", on_duty=True)

    assert [queries(house.admin, page) for page in pages] == before
