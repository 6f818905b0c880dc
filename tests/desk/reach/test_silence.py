"""The standing list of villages where nothing was relayed for long."""

import pytest

from jembatan.areas.models import Setting
from jembatan.desk.reach import silence
from jembatan.people.roles import Role
from jembatan.relays import hops
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/meja/senyap/"


def codes(page) -> list[str]:
    return [row.area.code for part in ("served", "alone") for row in page.context[part]]


def test_list_leaves_out_who_relayed_lately(signed_in, ratna, release, relay, siti):
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    assert codes(signed_in(ratna).get(URL)) == [
        "16.06.01.2002", "16.06.01.2003", "16.06.02.2001", "16.06.02.2002", "16.06.02.2003",
    ]  # fmt: skip


def test_coordinator_sees_the_own_district(signed_in, tono, release):
    assert codes(signed_in(tono).get(URL)) == ["16.06.01.2001", "16.06.01.2002", "16.06.01.2003"]


def test_villages_that_can_be_chased_come_first(signed_in, ratna, regency, monkeypatch):
    factories.volunteer(factories.group("16.06.02.2002"))
    factories.volunteer(factories.group("16.06.01.2001"), email=None)  # serves it, and nobody can reach them
    monkeypatch.setattr(silence, "PAGE", 1)
    client = signed_in(ratna)

    first = client.get(URL)
    second = client.get(URL + first.context["next_url"])

    assert ([codes(page) for page in (first, second)]) == [["16.06.02.2002"], ["16.06.01.2001"]]
    assert [len(page.context["alone"]) for page in (first, second)] == [0, 1]


def test_rows_lead_to_the_village_those_of_others_to_its_public_page(signed_in, ratna, bupati, dewi, regency):
    village = factories.get_area("16.06.01.2001")

    pages = [signed_in(who).get(URL).content.decode() for who in (ratna, bupati, dewi)]

    assert [f'href="/meja/desa/{village.pk}/"' in page for page in pages] == [True, False, False]
    assert [f'href="/wilayah/{village.code}/"' in page for page in pages] == [False, True, True]


def test_number_of_queries_is_the_same_for_one_and_three(signed_in, tono, regency, queries_of):
    one = queries_of(signed_in(tono), URL)
    for code in ("16.06.01.2001", "16.06.01.2002"):
        factories.volunteer(factories.group(code))

    assert queries_of(signed_in(tono), URL) == one


def test_number_of_days_is_a_setting(signed_in, ratna, regency):
    Setting.objects.create(area=regency, name="silent_days", value=7)

    page = signed_in(ratna).get(URL)

    assert page.context["days"] == 7
    assert "selama 7 hari" in page.content.decode()


def test_pages_hold_every_village_once(signed_in, ratna, regency, monkeypatch):
    monkeypatch.setattr(silence, "PAGE", 4)
    client = signed_in(ratna)

    seen, query = [], "?"
    while query:
        page = client.get(URL + query)
        seen += codes(page)
        query = page.context["next_url"]

    assert len(seen) == len(set(seen)) == 6


def test_nobody_silent_is_good_news(signed_in, regency, siti):
    release = factories.published(targets=["16.06.01.2001"])
    hops.relayed(relay=release.relays.select_related("release").get(), by=siti, places=[], version=1)
    who = factories.person(Role.EXECUTIVE, "16.06.01.2001")

    assert "Tidak ada desa yang senyap" in signed_in(who).get(URL).content.decode()
