"""Sending by hand: one button for each person, the own link in the text, written down once."""

from urllib.parse import parse_qs, urlsplit

import pytest

from jembatan.relays import hops
from jembatan.relays.links import personal_url
from jembatan.relays.models import HopKind
from tests import factories

pytestmark = pytest.mark.django_db


def names(client, release, query: str = "") -> list[str]:
    found = client.get(f"/meja/rilis/{release.pk}/kirim-tautan/{query}")
    return [row.carrier.name for row in found.context["rows"]]


def send(client, relay, person, **data):
    return client.post(f"/meja/penerusan/{relay.pk}/wa/{person.pk}/", data)


def test_button_writes_down_and_leads_to_whatsapp_with_the_own_link(signed_in, ratna, relay, siti):
    response = send(signed_in(ratna), relay, siti)

    address = urlsplit(response.url)
    assert (response.status_code, address.hostname, address.path) == (302, "wa.me", "/6281211112222")
    assert personal_url(relay.pk, siti.pk) in parse_qs(address.query)["text"][0]
    hop = relay.hops.get(kind=HopKind.SENT_BY_HAND)
    assert (hop.by, hop.told_by) == (siti, ratna)


def test_page_lets_its_form_lead_to_whatsapp_and_others_do_not(signed_in, ratna, release):
    client = signed_in(ratna)

    policies = [
        client.get(f"/meja/rilis/{release.pk}/{name}/")["Content-Security-Policy"]
        for name in ("kirim-tautan", "jangkauan")
    ]

    assert [" https://wa.me" in policy for policy in policies] == [True, False]


def test_showing_numbers_is_written_down(signed_in, ratna, release, siti, shown):
    factories.volunteer(factories.group("16.06.02.2001"), name="Rosa")  # without a number

    signed_in(ratna).get(f"/meja/rilis/{release.pk}/kirim-tautan/")

    assert shown() == [(ratna.pk, "release.numbers_shown", f"release:{release.pk}", [siti.pk])]


def test_list_is_worked_through(signed_in, ratna, release, relay, siti):
    client = signed_in(ratna)
    before = names(client, release)

    send(client, relay, siti)

    assert (before, names(client, release)) == (["Siti Aminah"], [])


def test_reached_village_is_not_on_the_list(signed_in, ratna, release, relay, siti):
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    assert names(signed_in(ratna), release) == []


def test_person_without_a_number_gets_a_text_to_copy(signed_in, ratna, regency):
    rosa = factories.volunteer(factories.group("16.06.02.2001"), name="Rosa")
    release = factories.published()
    relay = release.relays.get(code="16.06.02.2001")
    client = signed_in(ratna)

    body = client.get(f"/meja/rilis/{release.pk}/kirim-tautan/").content.decode()
    response = send(client, relay, rosa, salin="1", next=f"/meja/rilis/{release.pk}/kirim-tautan/")

    assert personal_url(relay.pk, rosa.pk) in body
    assert response.url == f"/meja/rilis/{release.pk}/kirim-tautan/"
    assert names(client, release) == []


def test_pages_hold_everyone_once(signed_in, ratna, regency, monkeypatch):
    from jembatan.desk.reach import sending

    monkeypatch.setattr(sending, "PAGE", 2)
    kim = factories.group("16.06.01.2001", "16.06.01.2002")
    people = [factories.volunteer(kim, name=f"Orang {n}") for n in range(3)]
    release = factories.published()
    client = signed_in(ratna)

    seen, query = [], "?"
    while query:
        found = client.get(f"/meja/rilis/{release.pk}/kirim-tautan/{query}").context
        seen += [(row.relay.code, row.carrier.person) for row in found["rows"]]
        query = found["next_url"]

    assert sorted(seen) == sorted((code, p.pk) for code in ("16.06.01.2001", "16.06.01.2002") for p in people)


def test_nobody_but_those_who_were_asked_gets_a_link(signed_in, ratna, relay):
    stranger = factories.person(name="Orang lain")

    assert send(signed_in(ratna), relay, stranger).status_code == 404
    assert relay.hops.filter(kind=HopKind.SENT_BY_HAND).exists() is False


def test_executive_and_neighbour_send_nothing(signed_in, bupati, relay, siti):
    neighbour = factories.person("coordinator", "16.06.02")

    assert [send(signed_in(who), relay, siti).status_code for who in (bupati, neighbour)] == [404, 404]


def test_number_of_queries_is_the_same_for_one_and_three(signed_in, ratna, siti, kim, queries_of):
    def count() -> int:
        return queries_of(signed_in(ratna), f"/meja/rilis/{factories.published().pk}/kirim-tautan/")

    one = count()
    factories.volunteer(kim)
    factories.volunteer(kim)

    assert count() == one
