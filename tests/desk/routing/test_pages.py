"""Rules are data: added as drafts, tried on past voices, in an order, live when somebody says so."""

import pytest

from jembatan.people.models import Office
from jembatan.people.roles import Role
from jembatan.voices import routing
from jembatan.voices.models import Rule, Topic, Voice
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client):
    made = voices.house()
    client.force_login(factories.person(Role.ADMIN, name="Admin"))
    return made


def add(client, **said):
    plain = {"form": "rule", "rule-area": "", "rule-topic": "", "rule-kind": ""}
    return client.post("/meja/aturan/", plain | {f"rule-{name}": value for name, value in said.items()})


def test_a_rule_is_a_draft_until_it_is_made_live(client, home):
    voice = voices.verified(home)
    add(client, topic=home.road.pk, office=home.works.pk)

    before = routing.office_for(voice)
    client.post("/meja/aturan/berlakukan/")

    assert (before, routing.office_for(voice)) == (None, home.works)


def test_the_first_that_fits_wins_and_the_order_can_be_changed(client, home):
    voice = voices.verified(home)
    add(client, office=home.health.pk)
    add(client, topic=home.road.pk, office=home.works.pk)
    client.post("/meja/aturan/berlakukan/")

    first = routing.office_for(voice)
    client.post(f"/meja/aturan/{Rule.objects.get(office=home.works).pk}/", {"naik": ""})

    assert (first, routing.office_for(voice)) == (home.health, home.works)


def test_a_trial_says_what_would_have_gone_elsewhere(client, home):
    voices.forwarded(home)
    moved = voices.forwarded(home, to=home.health)
    add(client, topic=home.road.pk, office=home.works.pk)

    trial = client.get("/meja/aturan/coba/").context["trial"]

    assert (trial.tried, trial.same, trial.unrouted) == (2, 1, 0)
    assert trial.differs == [(moved, home.works)]


def test_the_same_rule_twice_is_one_sentence(client, home):
    add(client, office=home.works.pk)

    page = add(client, office=home.works.pk)

    assert "Aturan ini sudah ada." in page.content.decode()
    assert Rule.objects.count() == 1


def test_what_waited_for_an_inspectorate_goes_to_the_one_that_is_chosen(client, home):
    Office.objects.update(inspects=False)
    voice = voices.voice(about_official=True)
    waited = voice.office

    client.post("/meja/aturan/", {"form": "inspectorate", "inspectorate-office": home.inspectorate.pk})

    voice.refresh_from_db()
    assert (waited, voice.office) == (None, home.inspectorate)


def test_a_topic_is_added_and_no_longer_used(client, home):
    client.post("/meja/aturan/", {"form": "topic", "topic-name": "Air bersih"})
    added = Topic.objects.get(code="air-bersih")
    client.post(f"/meja/aturan/topik/{added.pk}/")

    assert list(Topic.objects.filter(ended=False)) == [home.road]


def test_suggestions_learn_from_what_was_confirmed(client, home):
    voices.verified(home, text="Jalan menuju pasar berlubang parah.")
    voices.verified(home, text="Jalan ke sekolah berlubang lagi.")

    page = client.get("/meja/aturan/").content.decode()

    assert "100 persen (1 dari 1)" in page


def test_nobody_else_finds_it(client, home):
    client.force_login(home.dewi)

    assert client.get("/meja/aturan/").status_code == 404
    assert Voice.objects.count() == 0
