"""A list comes in by the desk: upload, each row's fate, then exactly that."""

import os
import re
import stat
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jembatan.areas.clock import today
from jembatan.desk.people import uploads
from jembatan.messages.models import Consent
from jembatan.people import lists
from jembatan.people.models import Group, Person
from tests.desk.people.conftest import House, text

pytestmark = pytest.mark.django_db
PAGE = "/meja/kim/impor/"
LIST = (
    "nama;telepon;kim;desa;peran\n"
    "Budi Santoso;81311112222;KIM Mawar;16.06.02.2001;ketua\n"
    "Siti Aminah;081234567890;KIM Melati;16.06.01.2001;anggota\n"
    "Joko;0812;KIM Mawar;16.06.02.2001;\n"
)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA = tmp_path


def upload(client, content: str | bytes = LIST):
    content = content.encode() if isinstance(content, str) else content
    return client.post(PAGE, {"file": SimpleUploadedFile("daftar.csv", content)})


def agreed(page: str, **more) -> dict[str, str]:
    shown = re.search(r'name="shown" value="(\w+)"', page)[1]
    plain = {"way": "formulir", "taken_by": "Dinkominfo", "taken_on": str(today()), "agreed": "on", "shown": shown}
    return plain | more


def names() -> list[str]:
    return sorted(Person.objects.values_list("name", flat=True))


def test_a_list_is_shown_then_applied_and_the_second_time_changes_nothing(house: House):
    before = names()

    address = upload(house.admin).headers["Location"]
    refused, new = house.admin.get(address), text(house.admin.get(f"{address}?nasib=new"))

    assert "Nomor telepon “0812” tidak benar" in text(refused)
    assert ("Budi Santoso" in new, "KIM baru: KIM Mawar" in new, "Terapkan 1 baris" in new) == (True, True, True)
    assert names() == before

    done = house.admin.post(address, agreed(text(refused)), follow=True)

    assert "Daftar diterapkan: 1 orang baru, 0 diperbarui, 1 baris ditolak." in text(done)
    assert names() == sorted([*before, "Budi Santoso"])
    assert Consent.objects.filter(source="formulir; Dinkominfo").count() == 1

    again = text(house.admin.get(upload(house.admin).headers["Location"]))

    assert "Tidak ada yang berubah bila daftar ini diterapkan." in again
    assert 'name="shown"' not in again


@pytest.mark.parametrize(
    "more",
    [{"agreed": ""}, {"taken_by": ""}, {"taken_on": ""}, {"taken_on": "2999-01-01"}, {"way": "entah"}],
    ids=["not agreed", "by nobody", "no day", "a day to come", "unknown way"],
)
def test_without_a_provable_consent_nothing_is_applied(house: House, more):
    address = upload(house.admin).headers["Location"]
    before = names()

    answer = house.admin.post(address, agreed(text(house.admin.get(address)), **more))

    assert (answer.status_code, "Belum tersimpan" in text(answer)) == (200, True)
    assert names() == before


def test_what_changed_in_the_meantime_is_shown_again(house: House):
    address = upload(house.admin).headers["Location"]
    data = agreed(text(house.admin.get(address)))
    Person.objects.filter(pk=house.siti.pk).update(name="Siti Aminah Lestari")

    answer = house.admin.post(address, data, follow=True)

    assert "Data berubah sejak daftar ini diperiksa." in text(answer)
    assert "Budi Santoso" not in names()


def test_a_list_is_kept_for_its_owner_sealed_and_for_an_hour(house: House, settings):
    name = upload(house.admin).headers["Location"].split("/")[-2]
    path = settings.DATA / "lists" / name

    assert uploads.fetch(name, house.people["admin"]) == lists.parse(LIST.encode())
    assert uploads.fetch(name, house.people["coordinator"]) is None
    assert b"Budi" not in path.read_bytes()
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)

    old = time.time() - 3_601
    os.utime(path, (old, old))

    assert uploads.fetch(name, house.people["admin"]) is None
    upload(house.admin)
    assert not path.exists()


@pytest.mark.parametrize("name", ["x", "A" * 24, ".."])
def test_a_list_that_is_not_there_leads_back(house: House, name):
    answer = house.admin.get(f"{PAGE}{name}/")

    assert answer.headers["Location"] == PAGE


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Berkas ini kosong."),
        (b"x" * (5 * 1024 * 1024 + 1), "Berkas lebih dari 5 MB."),
        (b"nama\nSiti\n", "Kolom “desa” tidak ada."),
        (b"\x00\x01\x02,\n", "bukan daftar CSV atau XLSX"),
    ],
)
def test_a_file_that_is_no_list_is_one_sentence_on_the_page(house: House, content, sentence):
    answer = upload(house.admin, content)

    assert (answer.status_code, sentence in text(answer)) == (200, True)


def test_a_long_list_is_shown_in_pages(house: House):
    rows = "".join(f"Orang {n};;KIM Mawar;16.06.02.2001;\n" for n in range(150))
    address = upload(house.admin, "nama;telepon;kim;desa;peran\n" + rows).headers["Location"]

    first = text(house.admin.get(address))
    second = text(house.admin.get(f"{address}?nasib=new&setelah=101"))

    assert (first.count("<tr>") - 1, second.count("<tr>") - 1) == (100, 50)
    assert "?nasib=new&amp;setelah=101" in first
    assert 'rel="next"' not in second


@pytest.mark.parametrize("query", ["?nasib=entah", "?nasib=same&setelah=x", "?setelah=" + "9" * 30])
def test_a_mistyped_address_shows_the_first_page(house: House, query):
    address = upload(house.admin).headers["Location"]

    assert house.admin.get(address + query).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_example_can_be_uploaded_as_it_is(house: House, kind):
    example = house.admin.get(f"{PAGE}daftar-relawan.{kind}")

    page = text(house.admin.get(upload(house.admin, example.content).headers["Location"]))

    assert "attachment" in example.headers["Content-Disposition"]
    assert "Ditolak" not in page.split('class="tabs"')[1].split("</nav>")[0]


def test_names_from_a_list_are_shown_as_text(house: House):
    evil = "nama;desa;kim\n<script>alert(1)</script>;16.06.02.2001;KIM <b>\n"

    page = house.admin.get(upload(house.admin, evil).headers["Location"]).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("who", ["coordinator", "office"])
def test_only_who_manages_people_imports(house: House, who):
    client = getattr(house, who)

    assert [client.get(PAGE).status_code, client.get(f"{PAGE}daftar-relawan.csv").status_code] == [404, 404]
    assert upload(client).status_code == 404
    assert Group.objects.count() == 1


def test_a_day_of_consent_may_lie_in_the_past(house: House):
    address = upload(house.admin).headers["Location"]
    data = agreed(text(house.admin.get(address)), taken_on=str(today() - timedelta(30)))

    house.admin.post(address, data)

    assert Consent.objects.filter(source="formulir; Dinkominfo", given_at__date=today() - timedelta(30)).count() == 1
