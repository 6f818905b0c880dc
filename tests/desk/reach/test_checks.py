"""Checking by calling back and by looking at photos."""

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone

from jembatan.audit.models import Entry
from jembatan.desk.reach.checks import sample
from jembatan.relays import hops
from jembatan.relays.models import Evidence, HopKind, Relay, State
from tests import factories

pytestmark = pytest.mark.django_db


def prove(client, relay, proof: str, **more):
    return client.post(f"/meja/penerusan/{relay.pk}/bukti/", {"proof": proof, **more}, follow=True)


@pytest.fixture
def relayed(release, relay, siti):
    hops.relayed(relay=relay, by=siti, places=["board"], version=1)
    return relay


@pytest.fixture
def many(regency):
    """Forty reached villages, all served by one group."""
    district = factories.get_area("16.06.01")
    codes = [factories.area(f"16.06.01.30{n:02d}", parent=district).code for n in range(40)]
    factories.volunteer(factories.group(*codes), phone="0812-4444-5555")
    release = factories.published()
    Relay.objects.update(state=State.RELAYED, reached_at=timezone.now())
    return release


def test_sample_stays_the_same_all_day_and_changes_the_next(many):
    with time_machine.travel("2025-11-12T03:00:00Z"):
        morning = [relay.pk for relay in sample(many, "16.06")]
    with time_machine.travel("2025-11-12T13:00:00Z"):
        evening = [relay.pk for relay in sample(many, "16.06")]
    with time_machine.travel("2025-11-13T03:00:00Z"):
        tomorrow = [relay.pk for relay in sample(many, "16.06")]

    assert (len(morning), morning == evening, morning == tomorrow) == (10, True, False)


def test_sample_holds_only_villages_that_are_said_to_be_reached(relayed):
    assert sample(relayed.release, "16.06") == [relayed]


def test_showing_numbers_is_written_down(signed_in, ratna, relayed, siti, shown):
    client, url = signed_in(ratna), f"/meja/rilis/{relayed.release_id}/cek/"

    client.get(url)
    prove(client, relayed, "known", next=url)  # checked: the page names nobody any more

    assert shown() == [(ratna.pk, "release.numbers_shown", f"release:{relayed.release_id}", [siti.pk])]


def test_citizens_know_is_evidence(signed_in, ratna, relayed):
    page = prove(signed_in(ratna), relayed, "known")

    hop = relayed.hops.get(kind=HopKind.CONFIRMED)
    assert (hop.evidence, hop.told_by) == (Evidence.CALL_BACK, ratna)
    assert [str(message) for message in page.context["messages"]] == ["Dicatat: Desa 01-2001 terbukti sampai."]


def test_citizens_do_not_know_is_written_down_and_shown(signed_in, ratna, relayed):
    client = signed_in(ratna)

    prove(client, relayed, "unknown")

    relayed.refresh_from_db()
    assert relayed.state == State.RELAYED
    assert Entry.objects.get(action="relay.call_unknown").actor == ratna.pk
    found = client.get(f"/meja/rilis/{relayed.release_id}/cek/").context["checks"]
    assert [(check.relay, check.outcome) for check in found] == [(relayed, "unknown")]


@pytest.mark.usefixtures("media")
def test_photo_is_evidence_once_somebody_looked(signed_in, ratna, release, relay, siti):
    hops.relayed(relay=relay, by=siti, places=["board"], version=1, photo=ContentFile(b"gambar", "a.jpg"))
    client = signed_in(ratna)
    waiting = client.get(f"/meja/rilis/{release.pk}/cek/").context["photos"]

    prove(client, relay, "photo")

    relay.refresh_from_db()
    assert [hop.relay_id for hop in waiting] == [relay.pk]
    assert relay.state == State.CONFIRMED
    assert client.get(f"/meja/rilis/{release.pk}/cek/").context["photos"] == []


def test_photo_button_without_a_photo_is_refused_in_one_sentence(signed_in, ratna, relayed):
    page = prove(signed_in(ratna), relayed, "photo")

    assert [str(message) for message in page.context["messages"]] == ["Belum ada foto untuk desa ini."]


def test_unknown_result_is_refused_in_one_sentence(signed_in, ratna, relayed):
    page = prove(signed_in(ratna), relayed, "mungkin")

    assert [str(message) for message in page.context["messages"]] == [
        "Hasil pengecekan tidak terbaca. Tekan salah satu tombolnya lagi."
    ]


def test_button_leads_back_to_its_page_and_nowhere_else(signed_in, ratna, relayed):
    client, own = signed_in(ratna), f"/meja/rilis/{relayed.release_id}/cek/"

    inside = client.post(f"/meja/penerusan/{relayed.pk}/bukti/", {"proof": "known", "next": own})
    outside = client.post(f"/meja/penerusan/{relayed.pk}/bukti/", {"proof": "known", "next": "//jahat.example/"})

    assert (inside.url, outside.url) == (own, f"/meja/penerusan/{relayed.pk}/")


def test_coordinator_of_another_district_proves_nothing(signed_in, relayed, regency):
    other = factories.person("coordinator", "16.06.02")

    assert prove(signed_in(other), relayed, "known").status_code == 404
    assert relayed.hops.filter(kind=HopKind.CONFIRMED).exists() is False


def test_number_of_queries_is_the_same_for_few_and_many(signed_in, ratna, relayed, many, queries_of):
    few = queries_of(signed_in(ratna), f"/meja/rilis/{relayed.release_id}/cek/")

    assert queries_of(signed_in(ratna), f"/meja/rilis/{many.pk}/cek/") == few
