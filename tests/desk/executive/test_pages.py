"""The regent's screen: true counts, two taps to the rows, nobody's name, nothing of what is hidden."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from jembatan.areas.clock import today
from jembatan.people.roles import Role
from jembatan.relays.models import Relay
from jembatan.voices.models import Voice
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def bupati(client):
    cache.clear()
    home = voices.house()
    client.force_login(factories.person(Role.EXECUTIVE, name="Pimpinan"))
    return home


def late(home, **more):
    voice = voices.forwarded(home, **more)
    Voice.objects.filter(pk=voice.pk).update(due_on=today() - WEEK)
    return voice


def test_the_screen_counts_what_is_late(client, bupati):
    late(bupati)
    voices.forwarded(bupati)
    factories.published()
    Relay.objects.filter(code__startswith="16.06.01").update(deadline=timezone.now() - timedelta(hours=1))

    context = client.get("/meja/pimpinan/").context["screen"]

    assert (context.villages, context.late) == (3, 1)
    assert [(topic.name, topic.now, topic.before) for topic in context.worse] == [("Jalan", 2, 0)]


def test_each_number_leads_to_its_rows(client, bupati):
    voice = late(bupati)
    factories.published()
    Relay.objects.filter(code="16.06.01.2001").update(deadline=timezone.now() - timedelta(hours=1))

    villages = client.get("/meja/pimpinan/desa/").context["rows"]
    answers = client.get("/meja/pimpinan/jawaban/").context["rows"]
    topic = client.get("/meja/pimpinan/topik/jalan/").context["rows"]

    assert [row["code"] for row in villages] == ["16.06.01.2001"]
    assert [row["code"] for row in answers] == [voice.code]
    assert [row["code"] for row in topic] == [voice.code]


def test_hidden_voices_are_in_no_number_and_no_row(client, bupati):
    for voice in (voices.voice(about_official=True), voices.voice(confidential=True)):
        Voice.objects.filter(pk=voice.pk).update(due_on=today() - WEEK, topic=bupati.road)

    screen = client.get("/meja/pimpinan/").context["screen"]

    assert (screen.late, screen.worse) == (0, [])
    assert client.get("/meja/pimpinan/jawaban/").context["rows"] == []
    assert client.get("/meja/pimpinan/topik/jalan/").context["rows"] == []


def test_the_village_of_a_voice_stays_unsaid(client, bupati):
    voices.verified(bupati)

    rows = client.get("/meja/pimpinan/topik/jalan/").context["rows"]

    assert [row["area"] for row in rows] == ["Kecamatan 01"]


def test_no_page_names_anybody(client, bupati):
    late(bupati)

    pages = [client.get(f"/meja/pimpinan/{end}").content.decode() for end in ("", "desa/", "jawaban/", "topik/jalan/")]

    assert [name for name in ("Dewi", "Rina", "Budi", "berlubang") for page in pages if name in page] == []


def test_the_rows_cost_the_same_however_many(client, bupati, queries_of):
    late(bupati)
    few = queries_of(client, "/meja/pimpinan/jawaban/")
    late(bupati)
    late(bupati)

    assert queries_of(client, "/meja/pimpinan/jawaban/") == few


def test_others_do_not_find_it(client, bupati):
    client.force_login(bupati.budi)

    assert client.get("/meja/pimpinan/").status_code == 404
