"""POST a request: with a key, a service and a place; it goes the way of every other voice."""

import pytest
from django.test import Client

from jembatan.api import keys
from jembatan.api.models import ApiKey
from jembatan.areas.models import Boundary
from jembatan.audit.models import Entry
from jembatan.keyring import unseal
from jembatan.messages.models import Dispatch
from jembatan.voices import reporting
from jembatan.voices.models import Identity, Voice
from tests import factories
from tests.api.open311.conftest import as_lists
from tests.voices import voices

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[103, -3], [104, -3], [104, -2], [103, -2], [103, -3]]]}
PLAIN = {"service_code": "jalan", "address_string": "RT 3 dekat SD", "description": "Jalan rusak"}


@pytest.fixture
def village(home):
    found = factories.get_area(voices.VILLAGE)
    Boundary.objects.create(area=found, geometry=SQUARE, longitude=103.5, latitude=-2.5)
    return found


def test_it_becomes_an_anonymous_voice_that_waits_like_any_other(post, home):
    (answer,) = post(**PLAIN, jurisdiction_id="16.06")

    voice = Voice.objects.get()
    assert list(answer) == ["service_request_id", "service_notice", "account_id"]
    assert (answer["service_request_id"], answer["account_id"]) == (voice.code, None)
    assert (voice.original, voice.place, voice.topic) == ("Jalan rusak", "RT 3 dekat SD", home.road)
    assert voice.area.code == "16.06"
    assert (voice.state, voice.shown, voice.channel, voice.anonymous) == ("new", "waiting", "open311", True)
    assert not Identity.objects.exists()


def test_the_notice_lets_its_reporter_follow_it(post):
    (answer,) = post(**PLAIN)

    code, _dash, secret = answer["service_notice"].rstrip("/").rpartition("/")[2].partition("-")
    assert reporting.find(code, secret) == Voice.objects.get()
    assert [answer] != post(**PLAIN)


def test_the_answer_in_xml(post):
    root = post("requests.xml", **PLAIN)

    ((name, fields),) = as_lists(root)
    assert (root.tag, name, [one for one, _text in fields]) == (
        "service_requests", "request", ["service_request_id", "service_notice", "account_id"]
    )  # fmt: skip


def test_what_they_keep_is_a_token(post, get):
    (answer,) = post(**PLAIN)
    token = answer["service_notice"].rstrip("/").rpartition("/")[2]

    assert get(f"tokens/{token}.json") == [{"service_request_id": answer["service_request_id"], "token": token}]
    assert as_lists(get(f"tokens/{token}.xml")) == [
        ("request", [("service_request_id", answer["service_request_id"]), ("token", token)])
    ]
    get(f"tokens/{token[:-1]}2x.json", 404)


def test_a_point_finds_its_village_and_stays_inside(post, get, village):
    post(service_code="jalan", lat="-2.4", long="103.9", description="Jalan rusak")

    voice = Voice.objects.get()
    assert (voice.area, voice.longitude, voice.latitude) == (village, 103.9, -2.4)
    assert get("requests.json") == []


def test_a_point_of_no_village_is_the_whole_jurisdiction(post, village):
    post(service_code="jalan", lat="-2.4", long="104.1")

    assert Voice.objects.get().area.code == "16.06"


def test_an_address_id_is_the_code_of_an_area(post, village):
    post(service_code="umum", address_id="16.06.02.2001")

    voice = Voice.objects.get()
    assert (voice.area.code, voice.topic, voice.original) == ("16.06.02.2001", None, "Lain-lain")


def test_a_contact_is_sealed_and_asked_first(post):
    post(**PLAIN, first_name="Jo", last_name="Smith", email="jo@contoh.id")

    voice = Voice.objects.get()
    assert (voice.anonymous, "jo@contoh.id" in unseal(voice.identity.sealed)) == (False, True)
    assert "Jo Smith" in unseal(voice.identity.sealed)
    assert Dispatch.objects.get().kind == "voice_contact"


def test_a_number_without_a_channel_is_kept_for_the_seal_only(post):
    post(**PLAIN, phone="0812-3456-7890")

    voice = Voice.objects.get()
    assert (voice.anonymous, "0812-3456-7890" in unseal(voice.identity.sealed)) == (False, True)
    assert not Dispatch.objects.exists()


def test_about_an_official_is_the_inspectorates(post, home):
    post(**PLAIN, **{"attribute[ABOUT_OFFICIAL]": "yes"})

    voice = Voice.objects.get()
    assert (voice.about_official, voice.office) == (True, home.inspectorate)


def test_a_foreign_picture_is_written_down_and_not_fetched(post):
    post(**PLAIN, media_url="http://farm3.static.flickr.com/2002/225ed4760.jpg")

    assert Voice.objects.get().original == "Jalan rusak\n\nhttp://farm3.static.flickr.com/2002/225ed4760.jpg"


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"api_key": ""}, 403, "api_key"),
        ({"api_key": "xyz"}, 403, "api_key"),
        ({"jurisdiction_id": "city.gov"}, 404, "jurisdiction_id"),
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "tidak-ada"}, 404, "service_code"),
        ({"service_code": "jalan\0"}, 404, "service_code"),
        ({"description": "jalan\0"}, 400, "description"),
        ({"address_string": ""}, 400, "lat dan long"),
        ({"address_string": "", "lat": "-2.4"}, 400, "lat dan long"),
        ({"address_id": "99.99"}, 400, "address_id"),
        ({"lat": "x", "long": "91"}, 400, "lat"),
        ({"lat": "NaN", "long": "1"}, 400, "lat"),
        ({"description": "x" * 4_001}, 400, "description"),
        ({"email": "x"}, 400, "email"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(post, said, status, sentence):
    errors = post(status=status, **(PLAIN | said))

    assert (errors[0]["code"], sentence in errors[0]["description"]) == (status, True)
    assert not Voice.objects.exists()


def test_a_key_that_was_ended_opens_nothing_and_only_a_mark_is_kept(post, key):
    row = ApiKey.objects.get()
    keys.end(key=row)
    keys.end(key=row)

    post(status=403, **PLAIN)

    assert key.encode() not in bytes(row.mark)
    assert list(Entry.objects.order_by("pk").values_list("action", "facts")) == [
        ("api_key.made", {}), ("api_key.ended", {}),
    ]  # fmt: skip


def test_one_key_cannot_flood(post, monkeypatch):
    monkeypatch.setattr("jembatan.api.open311.posting.AT_MOST", 2)
    post(**PLAIN)
    post(**PLAIN)

    assert post(status=429, **PLAIN)[0]["code"] == 429


def test_nothing_of_it_may_be_kept(key):
    response = Client().post("/open311/v2/requests.json", PLAIN | {"api_key": key})

    assert (response.headers["Cache-Control"], len(response.cookies)) == ("no-store", 0)
