"""The board: honest sums, every village, and the same effort for few and many."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from jembatan.areas.clock import site_zone
from jembatan.areas.models import Area, Boundary, Level
from jembatan.desk.reach import board, drawing
from jembatan.messages import engine
from jembatan.messages.models import Delivery
from jembatan.people.roles import Role
from jembatan.relays import board as boards
from jembatan.relays import hops, publishing
from jembatan.relays.models import Opening, Relay, State
from tests import factories

pytestmark = pytest.mark.django_db


def url(release, query: str = "") -> str:
    return f"/meja/rilis/{release.pk}/jangkauan/{query}"


def page(client, release, query: str = ""):
    return client.get(url(release, query))


def test_board_shows_every_village_folded_by_district(signed_in, ratna, release):
    folds = page(signed_in(ratna), release).context["folds"]

    assert [(fold.name, [row.relay.area.name for row in fold.rows]) for fold in folds] == [
        ("Kecamatan 01", ["Desa 01-2002", "Desa 01-2003", "Desa 01-2001"]),
        ("Kecamatan 02", ["Desa 02-2001", "Desa 02-2002", "Desa 02-2003"]),
    ]


def test_district_with_most_unreached_comes_first(signed_in, ratna, release, relay, siti):
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    found = page(signed_in(ratna), release).context

    assert [fold.name for fold in found["folds"]] == ["Kecamatan 02", "Kecamatan 01"]
    assert [row.unit.unreached for row in found["units"]] == [3, 2]


def test_sums_are_those_of_the_target(signed_in, ratna, release, relay, siti):
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    found = page(signed_in(ratna), release).context

    assert (found["reach"].unreached, found["reach"].states["relayed"], found["reach"].villages) == (5, 1, 6)


def test_percentile_that_is_not_crossed_says_so(signed_in, ratna, release):
    found = page(signed_in(ratna), release)

    assert found.context["minutes"] == dict.fromkeys(("p50", "p90", "last"), "belum tercapai")
    assert "belum tercapai" in found.content.decode()


def test_map_has_a_square_for_every_village(signed_in, ratna, release):
    groups = page(signed_in(ratna), release).context["groups"]

    assert [(group.name, [square.spot.state.key for square in group.squares]) for group in groups] == [
        ("Kecamatan 01", ["waiting", "none", "none"]),
        ("Kecamatan 02", ["none", "none", "none"]),
    ]


def test_real_map_is_there_where_boundaries_are(signed_in, ratna, release):
    ring = [[103.0, -2.0], [103.1, -2.0], [103.1, -2.1], [103.0, -2.1], [103.0, -2.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    village = factories.get_area("16.06.01.2001")
    before = page(signed_in(ratna), release).context["boundaries"]

    Boundary.objects.create(area=village, geometry=geometry, longitude=103.05, latitude=-2.05)
    found = page(signed_in(ratna), release, "?peta=batas").context

    assert (before, found["boundaries"], found["real_map"]) == (False, True, True)
    assert [form.spot.code for form in found["forms"]] == ["16.06.01.2001"]
    assert found["without_boundary"] == 5


def test_openings_by_volunteers_are_not_counted(signed_in, ratna, release, relay):
    for n, volunteer in enumerate([False, False, True]):
        Opening.objects.create(relay=relay, day=timezone.localdate(), reader=bytes([n]), volunteer=volunteer)

    rows = {
        row.relay.pk: row.openings for fold in page(signed_in(ratna), release).context["folds"] for row in fold.rows
    }

    assert rows[relay.pk] == 2


def test_part_of_the_board_is_one_district(signed_in, ratna, release):
    found = page(signed_in(ratna), release, "?wilayah=16.06.02").context

    assert (found["reach"].villages, [fold.name for fold in found["folds"]]) == (3, ["Kecamatan 02"])
    assert (found["units"], found["up"].code) == ([], "16.06")


@pytest.mark.parametrize("query", ["?wilayah=17.01", "?wilayah=16.06.09", "?wilayah=%00", "?wilayah=';--"])
def test_part_that_is_not_there_is_a_404(signed_in, ratna, release, query):
    assert page(signed_in(ratna), release, query).status_code == 404


@pytest.mark.parametrize(
    "query", ["?sesudah=rusak", "?sesudah=1~%00", "?sesudah=1~16.06.01.2001", "?peta=batas", "?peta=x"]
)
def test_odd_addresses_still_show_the_board(signed_in, ratna, release, query):
    assert page(signed_in(ratna), release, query).status_code == 200


def test_coordinator_sees_the_own_district_and_no_other(signed_in, tono, release):
    client = signed_in(tono)

    own = page(client, release)
    other = page(client, release, "?wilayah=16.06.02")
    whole = page(client, release, "?wilayah=16.06")

    assert (own.context["code"], own.context["reach"].villages, own.context["up"]) == ("16.06.01", 3, None)
    assert (other.status_code, whole.status_code) == (404, 404)


def test_draft_has_no_board(signed_in, ratna, regency):
    assert page(signed_in(ratna), factories.release()).status_code == 404


def test_withdrawn_release_says_that_it_is(signed_in, ratna, release):
    publishing.withdraw(release=release, reason="Salah jadwal", by=ratna)

    found = page(signed_in(ratna), release)

    assert "sudah ditarik" in found.content.decode()
    assert found.context["may_remind"] is False


def test_executive_sees_the_numbers_and_no_button(signed_in, bupati, release):
    found = page(signed_in(bupati), release)

    assert found.context["may_remind"] is False
    assert [tab["label"] for tab in found.context["tabs"]] == ["Jangkauan"]


def test_reminding_twice_says_so(signed_in, ratna, release):
    client = signed_in(ratna)

    said = [
        [
            str(message)
            for message in client.post(f"/meja/rilis/{release.pk}/ingatkan/", follow=True).context["messages"]
        ]
        for _ in range(2)
    ]

    assert said == [
        ["Pengingat untuk 1 desa sedang dikirim."],
        ["Semua desa yang belum meneruskan sudah diingatkan sebelumnya. Tidak ada pesan yang dikirim dua kali."],
    ]


def test_button_is_no_longer_the_first_thing_to_do_once_all_were_reminded(signed_in, ratna, release):
    client, address = signed_in(ratna), f"/meja/rilis/{release.pk}/ingatkan/"
    before = page(client, release)

    client.post(address)
    after = page(client, release)
    publishing.correct(
        release=release,
        ask_again=True,
        by=ratna,
        base=1,
        content=factories.content(short="Hari Kamis.", note="Harinya berubah."),
    )
    again = page(client, release)

    assert [found.context["reminded"] for found in (before, after, again)] == [False, True, False]
    first = ['<button class="primary">' in found.content.decode() for found in (before, after, again)]
    assert first == [True, False, True]


def test_reminding_is_for_those_who_look_after_the_whole_release(signed_in, tono, release):
    assert signed_in(tono).post(f"/meja/rilis/{release.pk}/ingatkan/").status_code == 404


def test_number_of_queries_is_the_same_for_few_and_many(signed_in, ratna, siti, queries_of):
    few = queries_of(signed_in(ratna), url(factories.published(targets=["16.06.01.2001"])))
    district = factories.get_area("16.06.02")
    for n in range(60):
        district = factories.area(f"16.06.1{n // 10}", parent=Area.objects.root()) if n % 10 == 0 else district
        village = factories.area(f"{district.code}.20{n:02d}", parent=district)
        factories.volunteer(factories.group(village.code))
    many = factories.published()
    for relay in many.relays.filter(state=State.WAITING)[:30]:
        hops.relayed(relay=relay, by=siti, places=[], version=1)

    assert queries_of(signed_in(ratna), url(many)) == few


def test_page_of_a_regency_is_light(signed_in, ratna, regency):
    parents = {code: factories.area(code, parent=regency) for code in (f"16.06.{n:02d}" for n in range(10, 25))}
    Area.objects.bulk_create(
        Area(
            code=f"{code}.20{n:02d}",
            level=Level.VILLAGE,
            kind="desa",
            name=f"Desa {n}",
            official_name="D",
            parent=parent,
        )
        for code, parent in parents.items()
        for n in range(16)
    )

    found = page(signed_in(ratna), factories.published())

    assert found.context["reach"].villages == 246
    assert len(gzip.compress(found.content)) < 30_000


@pytest.fixture
def nation(db):
    """Two provinces, three regencies, five villages; and a board for which that is too much."""
    root = factories.area("0")
    for code in ("11", "12"):
        factories.area(code, f"Provinsi {code}", root)
    for code in ("11.01", "11.02", "12.01"):
        regency = factories.area(code, f"Kabupaten {code}", factories.get_area(code[:2]))
        district = factories.area(f"{code}.01", f"Kecamatan {code}", regency)
        for end in ("2001", "2002")[: 1 if code == "11.02" else 2]:
            factories.area(f"{district.code}.{end}", f"Desa {code}-{end}", district)
    return root


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(boards, "MOST", 3)
    monkeypatch.setattr(drawing, "MOST", 3)
    monkeypatch.setattr(board, "ALL", 3)
    monkeypatch.setattr(board, "PAGE", 2)


def test_large_target_is_grouped_by_what_lies_below(nation, small_pages, signed_in):
    who = factories.person(Role.REVIEWER, "0")
    release = factories.published(targets=["0"])

    found = page(signed_in(who), release).context

    assert [(row.unit.name, row.unit.villages) for row in found["units"]] == [("Provinsi 11", 3), ("Provinsi 12", 2)]
    assert [(group.name, [s.spot.name for s in group.squares]) for group in found["groups"]] == [
        ("Provinsi 11", ["Kabupaten 11.01", "Kabupaten 11.02"]),
        ("Provinsi 12", ["Kabupaten 12.01"]),
    ]
    assert found["by_village"] is False


def test_large_target_pages_through_every_village(nation, small_pages, signed_in):
    client, release = signed_in(factories.person(Role.REVIEWER, "0")), factories.published(targets=["0"])
    Relay.objects.filter(code="11.01.01.2001").update(state=State.RELAYED, reached_at=timezone.now())

    seen, query = [], "?"
    while query:
        found = page(client, release, query.removesuffix("#desa")).context
        seen += [row.relay.code for fold in found["folds"] for row in fold.rows]
        query = found["next_url"]

    assert seen == ["11.01.01.2002", "11.02.01.2001", "12.01.01.2001", "12.01.01.2002", "11.01.01.2001"]


def test_drilling_down_ends_at_the_villages(nation, small_pages, signed_in):
    client, release = signed_in(factories.person(Role.REVIEWER, "0")), factories.published(targets=["0"])

    found = [page(client, release, f"?wilayah={code}").context for code in ("11", "11.01", "11.01.01")]

    assert [[row.unit.code for row in one["units"]] for one in found] == [["11.01.01", "11.02.01"], ["11.01.01"], []]
    assert [one["up"].code for one in found] == ["0", "11", "11.01"]


def test_deadline_that_passed_says_how_long_ago(signed_in, ratna, siti):
    release = publishing.publish(release=factories.release(), by=None, at=timezone.now() - timedelta(hours=27))

    assert page(signed_in(ratna), release).context["time_left"] == "lewat 3 jam"


def test_a_message_that_waits_for_the_morning_is_said_so(signed_in, ratna, release, relay):
    while engine.fan_out.next_chunk():
        pass
    morning = timezone.now() + timedelta(days=3)
    Delivery.objects.update(reason="quiet hours", ready_at=morning)

    html = page(signed_in(ratna), release).content.decode()

    day = date_format(timezone.localtime(morning, site_zone()), "j M H.i")
    assert html.count(f"pesan ditahan sampai {day} (jam tenang)") == 1


def test_a_message_that_goes_is_not_held(signed_in, ratna, release, relay):
    assert "pesan ditahan" not in page(signed_in(ratna), release).content.decode()
