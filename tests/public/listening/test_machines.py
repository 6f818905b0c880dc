"""The same list for machines: Atom, CSV, GeoJSON."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from jembatan.areas.models import Boundary
from jembatan.voices.models import Voice
from tests import factories
from tests.public.listening.world import answered, shown
from tests.voices import voices

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def home():
    return voices.house()


def titles(citizen, query: str = "") -> list[str]:
    feed = ElementTree.fromstring(citizen.get(f"/suara.atom{query}").content)
    return [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]


def rows(citizen, query: str = "") -> list[list[str]]:
    response = citizen.get(f"/suara.csv{query}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def features(citizen, query: str = "") -> list[dict]:
    return json.loads(citizen.get(f"/suara.geojson{query}").content)["features"]


def test_all_of_them_are_narrowed_like_the_list(home, citizen):
    answered(home, "Jalan satu")
    shown(home, "Di sana", at="16.06.02.2001")
    voices.voice(text="Belum diputuskan")

    for query, expected in [
        ("", ["Di sana", "Jalan satu"]),
        ("?wilayah=16.06.01", ["Jalan satu"]),
        ("?topik=jalan&status=answered", ["Jalan satu"]),
    ]:
        assert titles(citizen, query) == expected
        assert [row[8] for row in rows(citizen, query)[1:]] == expected
        assert [feature["properties"]["text"] for feature in features(citizen, query)] == expected


@pytest.mark.parametrize("end", ["atom", "csv", "geojson"])
def test_they_may_be_kept_and_know_no_reader(home, citizen, end):
    response = citizen.get(f"/suara.{end}")

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "public, max-age=60")
    assert (len(response.cookies), "Cookie" in response.headers.get("Vary", "")) == (0, False)
    assert citizen.get(f"/suara.{end}?wilayah=99").status_code == 404
    assert citizen.get(f"/suara.{end}?sebelum=x").status_code == 404


def test_atom_carries_the_answer_and_a_lasting_address(home, citizen, settings):
    voice = answered(home, "Jalan rusak", "Sudah ditambal.")

    (entry,) = ElementTree.fromstring(citizen.get("/suara.atom").content).findall("a:entry", ATOM)

    assert entry.findtext("a:id", namespaces=ATOM) == f"{settings.BASE_URL}/suara/{voice.code}/"
    assert entry.findtext("a:summary", namespaces=ATOM) == "Jalan rusak\n\nTanggapan Dinas PU: Sudah ditambal."


def test_atom_says_when_nothing_changed(home, citizen):
    answered(home, "Jalan rusak")
    first = citizen.get("/suara.atom")

    assert citizen.get("/suara.atom", headers={"if-none-match": first.headers["ETag"]}).status_code == 304


def test_csv_runs_nothing_in_a_spreadsheet_and_says_days_only(home, citizen):
    shown(home, "=1+1")

    header, row = rows(citizen)

    assert (header[0], row[8]) == ("Kode", "'=1+1")
    assert [cell for cell in row if ":" in cell and not cell.startswith("http")] == []


def test_csv_goes_on_batch_by_batch_and_ends(home, citizen, monkeypatch):
    monkeypatch.setattr("jembatan.public.listening.tables.BATCH", 2)
    monkeypatch.setattr("jembatan.public.listening.tables.MOST", 4)
    for n in range(5):
        shown(home, f"Nomor {n}")

    assert [row[8] for row in rows(citizen)[1:]] == ["Nomor 4", "Nomor 3", "Nomor 2", "Nomor 1"]


def test_points_are_the_middle_of_what_is_shown_never_the_pin(home, citizen):
    village, district = (factories.get_area(code) for code in ("16.06.01.2001", "16.06.01"))
    Boundary.objects.create(area=village, geometry={}, longitude=103.5, latitude=-2.5)
    Boundary.objects.create(area=district, geometry={}, longitude=104.5, latitude=-3.5)
    shown(home, "Desa", pin=(103.111, -2.222))
    shown(home, "Kecamatan", pin=(103.111, -2.222), how="district")
    shown(home, "Tanpa batas", at="16.06.02.2001")

    found = {one["properties"]["text"]: one["geometry"] for one in features(citizen)}

    assert found == {
        "Desa": {"type": "Point", "coordinates": [103.5, -2.5]},
        "Kecamatan": {"type": "Point", "coordinates": [104.5, -3.5]},
        "Tanpa batas": None,
    }


def test_points_go_on_at_the_address_of_the_link(home, citizen, monkeypatch, settings):
    monkeypatch.setattr("jembatan.public.listening.points.MOST", 1)
    for n in range(2):
        shown(home, f"Nomor {n}")
    first = citizen.get("/suara.geojson?wilayah=16.06.01")
    link = first.headers["Link"].removeprefix(f"<{settings.BASE_URL}").removesuffix('>; rel="next"')

    second = citizen.get(link)

    assert [one["properties"]["text"] for one in json.loads(second.content)["features"]] == ["Nomor 0"]
    assert "Link" not in second.headers


@pytest.mark.parametrize("path", ["/suara.atom", "/suara.geojson"])
def test_as_many_queries_whatever_the_rows(home, queries, path):
    answered(home, "Jalan satu")
    one = queries(path)
    answered(home, "Jalan dua", to=home.health)
    answered(home, "Jalan tiga", at="16.06.01.2002")

    assert queries(path) == one


def test_english_has_its_own(home, citizen):
    shown(home, "Jalan")
    Voice.objects.update(topic=None)

    assert b"<id>http" in citizen.get("/en/suara.atom").content
    assert b"/en/suara/" in citizen.get("/en/suara.atom").content
