"""GET requests and GET one: fields, filters and limits of the specification, of public voices only."""

from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jembatan.areas.clock import site_zone, today
from jembatan.areas.models import Boundary
from jembatan.voices import moderating, reporting
from jembatan.voices.acting import day_begins
from jembatan.voices.models import Photo, Voice
from tests import factories
from tests.api.open311.conftest import as_lists
from tests.public.listening.world import answered, shown
from tests.voices import voices

pytestmark = pytest.mark.django_db
FIELDS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
    "address", "address_id", "zipcode", "lat", "long", "media_url",
]  # fmt: skip


def at(voice: Voice, *when: int) -> None:
    Voice.objects.filter(pk=voice.pk).update(received_at=datetime(*when, 9, 30, tzinfo=site_zone()))


def texts(answer) -> list[str]:
    return [one["description"] for one in answer]


def test_one_is_an_array_of_one_with_every_field(home, get, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    village = factories.get_area(voices.VILLAGE)
    Boundary.objects.create(area=village, geometry={}, longitude=103.5, latitude=-2.5)
    voice = answered(home, "Jalan rusak", "Sudah ditambal.", pin=(103.111, -2.222))
    photo = Photo(voice=voice, width=4, height=3)
    photo.file.save("acak.jpg", ContentFile(b"jpeg"))
    moderating.decide(
        voice=voice, shown="village", text="Jalan rusak", by=home.rina, seen=voice.version, photos=[photo.pk]
    )
    day = day_begins().isoformat()

    (answer,) = get(f"requests/{voice.code}.json")

    assert list(answer) == FIELDS
    assert answer == {
        "service_request_id": voice.code,
        "status": "closed",
        "status_notes": "Sudah ditambal.",
        "service_name": "Jalan",
        "service_code": "jalan",
        "description": "Jalan rusak",
        "agency_responsible": "Dinas PU",
        "service_notice": None,
        "requested_datetime": day,
        "updated_datetime": day,
        "expected_datetime": f"{voice.answer_due_on}T23:59:59+07:00",
        "address": "Desa 01-2001, Kecamatan 01",
        "address_id": "16.06.01.2001",
        "zipcode": None,
        "lat": -2.5,
        "long": 103.5,
        "media_url": f"{settings.BASE_URL}/suara/{voice.code}/foto/acak.jpg",
    }
    assert Client().get(answer["media_url"].removeprefix(settings.BASE_URL)).getvalue() == b"jpeg"


def test_xml_has_the_same_fields_and_empty_elements(home, get):
    voice = shown(home, "Jalan <rusak> & gelap\x0b")

    root = get(f"requests/{voice.code}.xml")

    assert (root.tag, [name for name, _text in as_lists(root)]) == ("service_requests", ["request"])
    fields = as_lists(root)[0][1]
    assert [name for name, _text in fields] == FIELDS
    assert (dict(fields)["description"].split(), dict(fields)["lat"]) == (["Jalan", "<rusak>", "&", "gelap"], None)


def test_only_what_everyone_may_see_is_there(home, get):
    public = shown(home, "Jalan rusak")
    how = ({}, {"confidential": True}, {"about_official": True}, {"held": True}, {"declined": True})
    hidden = [voices.voice(**one) for one in how]

    assert [one["service_request_id"] for one in get("requests.json")] == [public.code]
    for one in hidden:
        get(f"requests/{one.code}.json", 404)
        assert texts(get("requests.json", service_request_id=f"{one.code},{public.code}")) == ["Jalan rusak"]


def test_a_district_is_all_that_is_told_of_one_at_district_level(home, get):
    shown(home, "Jalan rusak", how="district")

    (answer,) = get("requests.json")

    assert (answer["address"], answer["address_id"]) == ("Kecamatan 01", "16.06.01")
    assert "2001" not in str(answer)


def test_ids_override_every_other_filter(home, get):
    first, second = shown(home, "Satu"), shown(home, "Dua")
    shown(home, "Tiga")
    at(first, 2020, 1, 1)

    answer = get("requests.json", service_request_id=f"{first.code}, {second.code.lower()}", status="closed")

    assert texts(answer) == ["Dua", "Satu"]


def test_status_and_service_are_comma_delimited(home, get):
    answered(home, "Sudah")
    shown(home, "Belum")
    plain = shown(home, "Tanpa topik")
    Voice.objects.filter(pk=plain.pk).update(topic=None)

    assert texts(get("requests.json", status="open")) == ["Tanpa topik", "Belum"]
    assert texts(get("requests.json", status="closed")) == ["Sudah"]
    assert texts(get("requests.json", status="open,closed")) == ["Tanpa topik", "Belum", "Sudah"]
    assert texts(get("requests.json", service_code="jalan")) == ["Belum", "Sudah"]
    assert texts(get("requests.json", service_code="umum")) == ["Tanpa topik"]
    assert texts(get("requests.json", service_code="jalan,umum", status="open")) == ["Tanpa topik", "Belum"]


def test_dates_take_whole_days_and_default_to_ninety(home, get):
    for text, *when in [("Mei", 2026, 5, 24), ("Juni", 2026, 6, 24), ("Juli", 2026, 7, 24)]:
        at(shown(home, text), *when)
    shown(home, "Sekarang")
    long_ago = shown(home, "Dulu")
    Voice.objects.filter(pk=long_ago.pk).update(received_at=day_begins() - timedelta(days=91))

    wib = "T00:00:00+07:00"
    assert texts(get("requests.json")) == ["Sekarang"]
    assert texts(get("requests.json", start_date=f"2026-05-24{wib}", end_date=f"2026-06-24{wib}")) == ["Juni", "Mei"]
    assert texts(get("requests.json", start_date="2026-05-24T00:00:00Z", end_date=f"2026-06-23{wib}")) == []
    assert texts(get("requests.json", start_date="2026-05-24T00:00:00Z", end_date="2026-06-24T00:00:00Z")) == ["Juni"]
    assert texts(get("requests.json", start_date=f"2026-05-24{wib}")) == ["Juli", "Juni", "Mei"]
    assert texts(get("requests.json", end_date=f"2026-06-24{wib}")) == ["Juni", "Mei"]


@pytest.mark.parametrize(
    "said",
    [
        {"start_date": "2026-05-24"},
        {"start_date": "2026-05-24T00:00:00"},
        {"end_date": "x"},
        {"end_date": "2026-02-30T00:00:00Z"},
        {"start_date": "0001-01-01T00:00:00Z"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"},
        {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
        {"status": "opened"},
    ],
)
def test_what_cannot_be_understood_is_a_400(home, get, said):
    (error,) = get("requests.json", 400, **said)

    assert (error["code"], bool(error["description"])) == (400, True)


@pytest.mark.parametrize("said", [{"service_code": "jalan\0"}, {"jurisdiction_id": "\0"}])
def test_what_the_database_cannot_hold_is_not_there(home, get, said):
    get("requests.json", 404, **said)
    get("requests.xml", 404, **said)


def test_at_most_a_thousand(home, get, monkeypatch):
    monkeypatch.setattr("jembatan.api.open311.asking.MOST", 2)
    for n in range(3):
        shown(home, f"Nomor {n}")

    assert texts(get("requests.json")) == ["Nomor 2", "Nomor 1"]


def test_a_closed_one_was_updated_on_the_day_it_was_closed(home, get):
    voice = answered(home, "Jalan")
    reporting.close(voice=voice, helped=True)
    Voice.objects.filter(pk=voice.pk).update(ended_on=today() + timedelta(days=2))

    (answer,) = get("requests.json")

    assert answer["updated_datetime"] == (day_begins() + timedelta(days=2)).isoformat()


def test_answers_may_be_kept_and_know_no_reader(home):
    response = Client().get("/open311/v2/requests.json")

    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert (len(response.cookies), "Cookie" in response.headers.get("Vary", "")) == (0, False)


def test_as_many_queries_whatever_the_rows(home):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get("/open311/v2/requests.json").status_code == 200
        return len(captured)

    answered(home, "Satu")
    count()
    one = count()
    answered(home, "Dua", to=home.health)
    answered(home, "Tiga", at="16.06.01.2002")

    assert count() == one
