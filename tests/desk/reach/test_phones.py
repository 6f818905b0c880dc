"""The telephone list: names and numbers for those who may call, and every showing is written down."""

import pytest

from jembatan.audit.models import Entry
from jembatan.relays import hops
from tests import factories

pytestmark = pytest.mark.django_db


def url(release) -> str:
    return f"/meja/rilis/{release.pk}/telepon/"


def test_list_names_those_who_serve_unreached_villages_and_the_coordinator(signed_in, ratna, tono, release):
    found = signed_in(ratna).get(url(release)).context["districts"]

    first = found[0]
    assert [(one.name, one.phone) for one in first.coordinators] == [("Tono Koordinator", "+6281399998888")]
    assert [(village.relay.code, [(c.name, c.phone) for c in village.carriers]) for village in first.villages] == [
        ("16.06.01.2001", [("Siti Aminah", "+6281211112222")]),
        ("16.06.01.2002", []),
        ("16.06.01.2003", []),
    ]


def test_reached_village_is_not_on_the_list(signed_in, ratna, release, relay, siti):
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    body = signed_in(ratna).get(url(release)).content.decode()

    assert "Siti Aminah" not in body
    assert "Desa 01-2001" not in body


def test_showing_is_written_down(signed_in, ratna, release):
    signed_in(ratna).get(url(release))

    entry = Entry.objects.get(action="release.phone_list_shown")
    assert (entry.actor, entry.subject, entry.facts) == (ratna.pk, f"release:{release.pk}", {"villages": 6})


def test_coordinator_sees_the_numbers_of_the_own_district(signed_in, tono, release, regency):
    factories.volunteer(factories.group("16.06.02.2001"), name="Rosa", phone="0812-5555-6666")

    body = signed_in(tono).get(url(release)).content.decode()

    assert ("Siti Aminah" in body, "Rosa" in body, "+6281255556666" in body) == (True, False, False)
    assert signed_in(tono).get(url(release) + "?wilayah=16.06.02").status_code == 404


def test_executive_gets_no_numbers(signed_in, bupati, release):
    assert signed_in(bupati).get(url(release)).status_code == 404
    assert Entry.objects.filter(action="release.phone_list_shown").exists() is False


def test_number_of_queries_is_the_same_for_few_and_many(signed_in, ratna, siti, queries_of):
    few = queries_of(signed_in(ratna), url(factories.published(targets=["16.06.01.2001"])))
    factories.volunteer(factories.group("16.06.02.2001", "16.06.02.2002"))

    assert queries_of(signed_in(ratna), url(factories.published())) == few
