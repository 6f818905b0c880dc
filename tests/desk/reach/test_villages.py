"""The coordinator's page: the silent first, who to call, and nothing of other districts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.people.roles import Role
from jembatan.relays import hops, publishing
from jembatan.releases.models import Release
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/meja/desa/"


@pytest.fixture
def rosa(regency):
    return factories.volunteer(factories.group("16.06.01.2002"), name="Rosa", phone="0812-3333-4444")


def codes(villages) -> list[str]:
    return [village.area.code for village in villages]


def test_coordinator_begins_with_the_own_district(signed_in, tono, release):
    found = signed_in(tono).get(URL).context

    assert found["area"].code == "16.06.01"
    assert (codes(found["waiting"]), codes(found["alone"])) == (["16.06.01.2001"], ["16.06.01.2002", "16.06.01.2003"])


def test_longest_silent_village_comes_first(signed_in, tono, siti, rosa):
    for n, who, code in ((3, siti, "16.06.01.2001"), (9, rosa, "16.06.01.2002")):
        old = publishing.publish(
            release=factories.release(targets=[code]), by=None, at=timezone.now() - timedelta(days=10)
        )
        relay = old.relays.select_related("release").get()
        hops.relayed(relay=relay, by=who, places=[], version=1, at=timezone.now() - timedelta(days=n), key=code)
    factories.published()

    assert codes(signed_in(tono).get(URL).context["waiting"]) == ["16.06.01.2002", "16.06.01.2001"]


def test_most_pressing_release_stands_on_the_card(signed_in, tono, siti):
    plain = factories.published(title="Biasa", relay_hours=2)
    urgent = factories.published(title="Mendesak", urgency="urgent", kind="alert")

    (village,) = signed_in(tono).get(URL).context["waiting"]

    assert [relay.release for relay in village.waiting] == [urgent, plain]


def test_card_has_the_number_and_the_way_to_whatsapp(signed_in, tono, release, relay, siti):
    body = signed_in(tono).get(URL).content.decode()

    assert 'href="tel:+6281211112222"' in body
    assert f'action="/meja/penerusan/{relay.pk}/wa/{siti.pk}/"' in body


def test_office_names_nobody_where_it_has_no_release(signed_in, dewi, release, siti, shown):
    """Dewi's grant is at the root, but for her office only."""
    client, village = signed_in(dewi), factories.get_area("16.06.01.2001")

    page = client.get(f"{URL}?di=16.06.01")

    assert [codes(page.context[name]) for name in ("waiting", "alone", "quiet")] == [[], [], []]
    assert client.get(f"{URL}{village.pk}/").status_code == 404
    assert [name for name in ("Siti", "1111") if name in page.content.decode()] == []
    assert shown() == []


def test_office_calls_where_its_own_release_waits_and_nowhere_else(signed_in, dewi, siti, rosa):
    release = factories.published(targets=["16.06.01.2001"])
    Release.objects.filter(pk=release.pk).update(office=dewi.grants.get().office)
    client = signed_in(dewi)

    page = client.get(f"{URL}?di=16.06.01")

    assert codes(page.context["waiting"]) == ["16.06.01.2001"]
    assert ("+6281211112222" in page.content.decode(), "Rosa" in page.content.decode()) == (True, False)
    assert client.get(f"{URL}{factories.get_area('16.06.01.2002').pk}/").status_code == 404


def test_office_whose_release_has_passed_names_nobody_any_more(signed_in, dewi, relay, siti, shown):
    Release.objects.filter(pk=relay.release_id).update(office=dewi.grants.get().office)
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    page = signed_in(dewi).get(f"{URL}{relay.area_id}/")

    assert (page.status_code, page.context["village"].carriers) == (200, [])
    assert [text for text in ("Siti", "1111", "Yang bisa dihubungi") if text in page.content.decode()] == []
    assert shown() == []


def test_showing_numbers_is_written_down(signed_in, tono, relay, siti, shown):
    client = signed_in(tono)

    client.get(URL)
    client.get(f"{URL}{relay.area_id}/")

    district = factories.get_area("16.06.01").pk
    assert shown() == [
        (tono.pk, "area.numbers_shown", f"area:{district}", [siti.pk]),
        (tono.pk, "area.numbers_shown", f"area:{relay.area_id}", [siti.pk]),
    ]


def test_village_with_nothing_waiting_is_quiet(signed_in, tono, release, relay, siti):
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    found = signed_in(tono).get(URL).context

    assert (codes(found["waiting"]), codes(found["quiet"])) == ([], ["16.06.01.2001"])


def test_editor_chooses_a_district_those_with_most_waiting_first(signed_in, ratna, release, relay, siti):
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    found = signed_in(ratna).get(URL).context

    assert [(area.code, n) for area, n in found["rows"]] == [("16.06.02", 3), ("16.06.01", 2)]
    assert codes(signed_in(ratna).get(f"{URL}?di=16.06.02").context["alone"]) == [
        "16.06.02.2001", "16.06.02.2002", "16.06.02.2003",
    ]  # fmt: skip


def test_coordinator_of_two_districts_chooses(signed_in, tono, release):
    factories.grant(tono, Role.COORDINATOR, "16.06.02")

    assert [area.code for area, _n in signed_in(tono).get(URL).context["rows"]] == ["16.06.01", "16.06.02"]


@pytest.mark.parametrize("code", ["16.06.02", "16.06", "99", "%00"])
def test_other_districts_are_not_there(signed_in, tono, release, code):
    assert signed_in(tono).get(f"{URL}?di={code}").status_code == 404


def test_page_of_one_village_has_all_that_waits(signed_in, tono, siti):
    for title in ("Satu", "Dua"):
        factories.published(title=title)
    village = factories.get_area("16.06.01.2001")

    found = signed_in(tono).get(f"{URL}{village.pk}/").context

    assert [relay.release.text.title for relay in found["village"].waiting] == ["Satu", "Dua"]
    assert [carrier.name for carrier in found["village"].carriers] == ["Siti Aminah"]
    assert signed_in(tono).get(f"{URL}{factories.get_area('16.06.02.2001').pk}/").status_code == 404
    assert signed_in(tono).get(f"{URL}{factories.get_area('16.06.01').pk}/").status_code == 404


def test_nothing_published_yet_is_calm(signed_in, tono):
    page = signed_in(tono).get(URL)

    assert (page.status_code, page.context["waiting"], len(page.context["quiet"])) == (200, [], 3)


def test_number_of_queries_is_the_same_for_one_and_three(signed_in, tono, siti, queries_of):
    factories.published()
    one = queries_of(signed_in(tono), URL)
    for code in ("16.06.01.2002", "16.06.01.2003"):
        factories.volunteer(factories.group(code), phone="0812-7777-8888")
    factories.published()

    assert queries_of(signed_in(tono), URL) == one
