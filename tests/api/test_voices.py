"""Public voices in the API: in pages, narrowed, with their history; everything of them in the description."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jembatan.api import schemas, voice_schemas
from jembatan.areas.clock import today
from jembatan.voices import handling, moderating
from jembatan.voices.models import Photo, Voice
from tests.api.test_api import is_exactly
from tests.public.listening.world import answered, shown
from tests.voices import voices

pytestmark = pytest.mark.django_db
START = "/api/v1/"


@pytest.fixture
def home():
    return voices.house()


def get(address: str, status: int = 200, **said: str):
    response = Client().get(START + address, said)
    assert response.status_code == status, response.content
    return response.json()


def texts(answer) -> list[str]:
    return [one["text"] for one in answer["items"]]


def test_the_newest_come_first_and_in_pages(home):
    for n in range(3):
        shown(home, f"Nomor {n}")

    first = get("voices", limit="2")
    second = get("voices", limit="2", cursor=first["next"])

    assert (texts(first), texts(second), second["next"]) == (["Nomor 2", "Nomor 1"], ["Nomor 0"], None)
    assert is_exactly(first, voice_schemas.VoicePage)
    assert [is_exactly(one, voice_schemas.VoiceSummary) for one in first["items"]] == [True, True]


def test_filters_and_words_narrow_it(home):
    answered(home, "Jalan rusak")
    shown(home, "Air keruh", at="16.06.02.2001")
    shown(home, "Jalan gelap", how="district")

    for said, expected in [
        ({"area": "16.06.01"}, ["Jalan gelap", "Jalan rusak"]),
        ({"area": "16.06.01.2001"}, ["Jalan rusak"]),
        ({"state": "answered"}, ["Jalan rusak"]),
        ({"office": str(home.works.pk)}, ["Jalan rusak"]),
        ({"topic": "jalan", "kind": "complaint"}, ["Jalan gelap", "Air keruh", "Jalan rusak"]),
        ({"topic": "tidak-ada"}, []),
        ({"q": "jalan"}, ["Jalan gelap", "Jalan rusak"]),
        ({"q": "jalan", "area": "16.06.02"}, []),
        ({"q": "-jalan"}, []),
    ]:
        assert texts(get("voices", **said)) == expected, said


def test_one_says_everything_that_its_page_says(home, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    voice = answered(home, "Jalan rusak", "Sudah ditambal.")
    photo = Photo(voice=voice, width=4, height=3, alt="Lubang")
    photo.file.save("acak.jpg", ContentFile(b"jpeg"))
    moderating.decide(
        voice=voice, shown="village", text="Jalan rusak", by=home.rina, seen=voice.version, photos=[photo.pk]
    )

    answer = get(f"voices/{voice.code}")

    assert is_exactly(answer, voice_schemas.Voice)
    office = {"id": home.works.pk, "name": "Dinas PU"}
    said = {"office": office, "text": "Sudah ditambal.", "on": today().isoformat()}
    assert (answer["answers"], answer["answer"], answer["office"]) == ([said], said, office)
    assert answer["place"] == {"code": "16.06.01.2001", "name": "Desa 01-2001", "kind": "desa"}
    assert (answer["received_on"], answer["days_left"], answer["state"]) == (today().isoformat(), None, "answered")
    url = f"{settings.BASE_URL}/suara/{voice.code}/foto/acak.jpg"
    assert answer["photos"] == [{"url": url, "alt": "Lubang", "width": 4, "height": 3}]


def test_the_history_leaves_out_what_is_not_everyones(home):
    voice = shown(home, "Jalan rusak")
    handling.note(voice=voice, text="Catatan dalam", by=home.rina)
    handling.forward(voice=voice, office=home.works, by=home.rina, seen=voice.version, note="Segera")

    answer = get(f"voices/{voice.code}/history")

    assert is_exactly(answer, voice_schemas.History)
    assert [(one["number"], one["act"]) for one in answer["steps"]] == [(1, "receive"), (2, "verify"), (5, "forward")]
    assert [word for word in ("Catatan", "Segera", "Rina") if word in str(answer)] == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("voices/AAAABBBB", 404),
        ("voices/AAAABBBB/history", 404),
        ("voices/x", 422),
        ("voices?limit=0", 422),
        ("voices?limit=101", 422),
        ("voices?cursor=x", 422),
        ("voices?cursor=1-1", 422),
        ("voices?q=jalan&cursor=x", 422),
        ("voices?area=16.060", 422),
        ("voices?state=held", 422),
        ("voices?kind=x", 422),
        ("voices?office=0", 422),
        ("voices?office=99999999999999999999", 422),
        ("voices?q=%00", 200),
        ("voices?topic=%00", 422),
    ],
)
def test_errors_are_problems(home, address, status):
    answer = get(address, status)

    if status != 200:
        assert is_exactly(answer, schemas.Problem)
        assert answer["status"] == status


def test_what_is_hidden_is_like_what_is_not(home):
    for how in ({}, {"confidential": True}, {"about_official": True}, {"held": True}, {"declined": True}):
        voice = voices.voice(**how)
        assert get(f"voices/{voice.code}", 404) == get("voices/AAAABBBB", 404)
        assert get(f"voices/{voice.code}/history", 404) == get("voices/AAAABBBB", 404)
    assert get("voices")["items"] == []


def test_as_many_queries_whatever_the_rows(home):
    def count(address: str) -> int:
        Client().get(START + address)
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(START + address).status_code == 200
        return len(captured)

    voice = answered(home, "Satu")
    addresses = ("voices", "voices?q=satu", f"voices/{voice.code}", f"voices/{voice.code}/history")
    few = [count(address) for address in addresses]
    answered(home, "Satu lagi", to=home.health)
    answered(home, "Satu di sana", at="16.06.02.2001")
    Voice.objects.update(supporters=3)

    assert [count(address) for address in addresses] == few


def test_the_description_names_open311_feeds_tables_and_points(home):
    paths = get("openapi.json")["paths"]

    added = [path for path in paths if not path.startswith(("/api/v1/releases", "/api/v1/areas"))]
    assert added == [
        "/api/v1/voices",
        "/api/v1/voices/{code}",
        "/api/v1/voices/{code}/history",
        "/open311/v2/services.{format}",
        "/open311/v2/services/{service_code}.{format}",
        "/open311/v2/requests.{format}",
        "/open311/v2/requests/{service_request_id}.{format}",
        "/open311/v2/tokens/{token}.{format}",
        "/open311/v2/discovery.{format}",
        "/suara.atom",
        "/suara.csv",
        "/suara.geojson",
        "/rilis.atom",
        "/wilayah/{code}/rilis.atom",
    ]


def test_what_is_described_answers_as_described(home):
    voice = answered(home, "Jalan rusak")
    given = {
        "{format}": "json", "{service_code}": "jalan", "{service_request_id}": voice.code, "{code}": "16.06",
        "{token}": "AAAABBBB-x",
    }  # fmt: skip
    for path, what in get("openapi.json")["paths"].items():
        if path.startswith("/api/"):
            continue
        address = path
        for name, value in given.items():
            address = address.replace(name, value)
        response = Client().get(address)
        assert str(response.status_code) in what["get"]["responses"], path
        kinds = what["get"]["responses"][str(response.status_code)]["content"]
        assert response.headers["Content-Type"].partition(";")[0] in kinds, path
