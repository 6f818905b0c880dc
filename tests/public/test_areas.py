"""A page for every area, the way to one's own village, and the directory of KIM."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.relays.models import Relay, State
from tests import factories

pytestmark = pytest.mark.django_db


def titles(citizen, code: str) -> list[str]:
    return [release.text.title for release, _group in citizen.get(f"/wilayah/{code}/").context["releases"]]


@pytest.fixture
def told(root) -> None:
    factories.published(title="Seluruh kabupaten")
    factories.published(title="Kecamatan satu", targets=["16.06.01"])
    factories.published(title="Satu desa", targets=["16.06.01.2001"])
    factories.published(title="Kecamatan dua", targets=["16.06.02"])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("16.06", ["Kecamatan dua", "Satu desa", "Kecamatan satu", "Seluruh kabupaten"]),
        ("16.06.01", ["Satu desa", "Kecamatan satu", "Seluruh kabupaten"]),
        ("16.06.01.2001", ["Satu desa", "Kecamatan satu", "Seluruh kabupaten"]),
        ("16.06.01.2002", ["Kecamatan satu", "Seluruh kabupaten"]),
        ("16.06.02.2001", ["Kecamatan dua", "Seluruh kabupaten"]),
    ],
)
def test_area_shows_what_was_told_there(citizen, told, code, expected):
    assert titles(citizen, code) == expected


def test_village_page_names_its_district_and_what_came_there(citizen, root):
    release = factories.published()
    here = Relay.objects.filter(release=release, code="16.06.01.2001")
    here.update(state=State.CONFIRMED, reached_at=timezone.now())

    response = citizen.get("/wilayah/16.06.01.2001/")

    assert [group for _release, group in response.context["releases"]] == ["confirmed"]
    assert '<a href="/wilayah/16.06.01/">Kecamatan 01</a>' in response.content.decode()


def test_village_page_names_the_groups_that_serve_it_but_no_person(citizen, root):
    group = factories.group("16.06.01.2002", "16.06.01.2001", name="KIM Dua Desa")
    factories.volunteer(group, name="Nama Relawan")
    ended = factories.group("16.06.01.2001", name="KIM Bubar")
    ended.valid_from = timezone.localdate() - timedelta(days=9)
    ended.valid_until = timezone.localdate() - timedelta(days=1)
    ended.save()

    response = citizen.get("/wilayah/16.06.01.2001/")

    assert [g.name for g in response.context["groups"]] == ["KIM Dua Desa"]
    assert b"Nama Relawan" not in response.content


def test_district_page_lists_every_village_with_or_without_a_group(citizen, root):
    factories.group("16.06.01.2002", name="KIM Dua")

    children = citizen.get("/wilayah/16.06.01/").context["children"]

    found = [(area.code, [g.name for g in area.groups.all()]) for area in children]
    assert found == [("16.06.01.2001", []), ("16.06.01.2002", ["KIM Dua"]), ("16.06.01.2003", [])]


def test_regency_page_lists_its_districts(citizen, root):
    children = citizen.get("/wilayah/16.06/").context["children"]

    assert [(area.code, area.villages) for area in children] == [("16.06.01", 3), ("16.06.02", 3)]


@pytest.mark.parametrize("code", ["16.07", "16.06.010", "1", "abc", "16.06.01.2001.1"])
def test_area_that_is_not_there(citizen, root, code):
    assert citizen.get(f"/wilayah/{code}/").status_code == 404


def test_area_pages_take_as_many_queries_whatever_the_rows(queries, root):
    factories.published()
    factories.group("16.06.01.2001")
    addresses = ["/wilayah/16.06/", "/wilayah/16.06.01/", "/wilayah/16.06.01.2001/", "/kim/", "/wilayah/?desa=desa 01"]
    few = [queries(address) for address in addresses]
    for code in ("16.06.01.2002", "16.06.01.2003"):
        factories.published()
        factories.group(code, "16.06.01.2001")
        factories.area(f"{code[:-1]}9", "Desa 01 baru", factories.get_area("16.06.01")) if code.endswith("2") else None

    assert [queries(address) for address in addresses] == few


def test_search_opens_the_only_village_called_so(citizen, root):
    factories.area("16.06.02.2009", "Muara Teladan", factories.get_area("16.06.02"))

    response = citizen.get("/wilayah/", {"desa": "  desa MUARA   teladan "})

    assert (response.status_code, response.headers["Location"]) == (302, "/wilayah/16.06.02.2009/")


def test_search_shows_villages_of_one_name_with_their_districts(citizen, root):
    for district in ("16.06.01", "16.06.02"):
        factories.area(f"{district}.2009", "Toman", factories.get_area(district))

    html = citizen.get("/wilayah/?desa=toman").content.decode()

    assert [f"Kecamatan {end}" in html for end in ("01", "02")] == [True, True]


@pytest.mark.parametrize("text", ["", "x", "tidak ada", "%", "%00", "a" * 400, "' OR 1=1"])
def test_search_that_finds_nothing_still_answers(citizen, root, text):
    assert citizen.get(f"/wilayah/?desa={text}").status_code == 200


def test_directory_names_groups_by_district_and_no_person(citizen, root):
    factories.volunteer(factories.group("16.06.02.2001", name="KIM Dua"), name="Nama Relawan")
    factories.group("16.06.01.2001", "16.06.01.2003", name="KIM Satu")

    response = citizen.get("/kim/")

    assert [g.name for g in response.context["groups"]] == ["KIM Satu", "KIM Dua"]
    assert 'href="/wilayah/16.06.01.2003/"' in response.content.decode()
    assert b"Nama Relawan" not in response.content


def test_directory_of_one_area_is_in_pages(citizen, root, monkeypatch):
    monkeypatch.setattr("jembatan.public.groups.SIZE", 2)
    for code in ("16.06.01.2001", "16.06.01.2002", "16.06.01.2003", "16.06.02.2001"):
        factories.group(code)

    first = citizen.get("/kim/?wilayah=16.06.01").context
    second = citizen.get(f"/kim/{first['more']}").context

    names = [group.name for group in first["groups"] + second["groups"]]
    assert names == ["KIM 16.06.01.2001", "KIM 16.06.01.2002", "KIM 16.06.01.2003"]
    assert second["more"] == ""


@pytest.mark.parametrize("query", ["sesudah=x", "wilayah=%27", "sesudah=%00"])
def test_directory_refuses_what_it_did_not_make(citizen, root, query):
    assert citizen.get(f"/kim/?{query}").status_code == 404
