"""Reach for everyone: three groups, every target village, no names of people."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from jembatan.relays import publishing
from jembatan.relays.counts import Counts
from jembatan.relays.models import Relay, State
from tests import factories

pytestmark = pytest.mark.django_db


def reached(release, code: str, state: State = State.RELAYED) -> None:
    Relay.objects.filter(release=release, code=code).update(state=state, reached_at=timezone.now())


def test_reach_counts_three_groups_that_sum_to_the_target(citizen, root):
    release = factories.published()
    reached(release, "16.06.01.2001")
    reached(release, "16.06.02.2003", State.CONFIRMED)

    counts = citizen.get(f"/jangkauan/{release.pk}/").context["counts"]

    assert (counts.villages, counts.unreached, counts.relayed, counts.confirmed) == (6, 4, 1, 1)


def test_reach_names_each_district_the_least_reached_first(citizen, root):
    release = factories.published()
    reached(release, "16.06.01.2001")

    rows = citizen.get(f"/jangkauan/{release.pk}/").context["rows"]

    assert [(row.unit.code, row.counts.unreached) for row in rows] == [("16.06.02", 3), ("16.06.01", 2)]


def test_reach_of_a_district_names_its_villages_also_without_a_group(citizen, root):
    factories.volunteer(factories.group("16.06.01.2003", name="KIM Tiga"), name="Nama Relawan")
    release = factories.published()
    reached(release, "16.06.01.2001")

    response = citizen.get(f"/jangkauan/{release.pk}/?wilayah=16.06.01")

    found = [(row.relay.code, row.group, str(row.relay.group or "")) for row in response.context["villages"]]
    assert found == [
        ("16.06.01.2002", "none", ""),
        ("16.06.01.2003", "none", "KIM Tiga"),
        ("16.06.01.2001", "relayed", ""),
    ]
    assert b"Nama Relawan" not in response.content


def test_reach_of_a_large_part_is_in_pages(citizen, root, monkeypatch):
    monkeypatch.setattr("jembatan.public.reach.VILLAGES", 4)
    release = factories.published()

    first = citizen.get(f"/jangkauan/{release.pk}/?wilayah=16.06")
    second = citizen.get(f"/jangkauan/{release.pk}/{first.context['more']}")

    codes = [row.relay.code for response in (first, second) for row in response.context["villages"]]
    assert codes == [f"16.06.0{d}.200{v}" for d in (1, 2) for v in (1, 2, 3)]
    assert second.context["more"] == ""


def test_reach_of_an_area_outside_the_target_says_so(citizen, root):
    release = factories.published(targets=["16.06.01"])

    html = citizen.get(f"/jangkauan/{release.pk}/?wilayah=16.06.02").content.decode()

    assert "Rilis ini tidak ditujukan ke wilayah itu." in html


@pytest.mark.parametrize("query", ["wilayah=99", "wilayah=%00", "wilayah=16.06%27", "wilayah=16.06&sesudah=1~%00"])
def test_reach_of_an_area_that_is_not_there(citizen, root, query):
    release = factories.published()

    assert citizen.get(f"/jangkauan/{release.pk}/?{query}").status_code == 404


def test_reach_of_a_withdrawn_release_stays_and_says_so(citizen, root):
    release = factories.published()
    publishing.withdraw(release=release, reason="Keliru.", by=factories.person())

    html = citizen.get(f"/jangkauan/{release.pk}/").content.decode()

    assert "Rilis ini sudah ditarik; angkanya berhenti di sini." in html


@pytest.mark.parametrize(("language", "shown"), [("id", "82.561"), ("en", "82,561")])
def test_large_numbers_are_grouped_and_drawings_are_not(language, shown):
    with translation.override(language):
        html = render_to_string("public/reach_bar.html", {"counts": Counts(83_762, 1_200, 1), "legend": True})

    assert (f"<b>{shown}</b>" in html, 'viewBox="0 0 83762 1"' in html) == (True, True)


def test_reach_pages_take_as_many_queries_whatever_the_rows(queries, root):
    release = factories.published(targets=["16.06.01.2001"])
    addresses = ["/jangkauan/", f"/jangkauan/{release.pk}/", f"/jangkauan/{release.pk}/?wilayah=16.06"]
    few = [queries(address) for address in addresses]
    large = factories.published()
    factories.group("16.06.01.2001")
    factories.published()

    many = [queries(address) for address in ("/jangkauan/", f"/jangkauan/{large.pk}/")]
    many.append(queries(f"/jangkauan/{large.pk}/?wilayah=16.06"))

    assert many == few
