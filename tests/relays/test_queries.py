"""Sums and minutes: every village counts, and a percentile is null until it is crossed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.areas.models import Level
from jembatan.relays import hops, publishing, queries
from jembatan.relays.models import Relay, State
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def release(regency):
    """Published ten hours ago to six villages, nobody asked."""
    return publishing.publish(release=factories.release(), by=None, at=timezone.now() - timedelta(hours=10))


@pytest.fixture
def reach_after(release):
    """Reach villages one after the other, each so many minutes after publishing; and what it adds up to then."""
    relays = list(release.relays.select_related("release").order_by("code"))
    who = factories.person(name="Siti")

    def after(*minutes: int):
        for n in minutes:
            at = release.published_at + timedelta(minutes=n)
            hops.relayed(relay=relays.pop(0), by=who, places=[], version=1, at=at, key=str(n))
        return queries.reach(release)

    return after


def test_states_sum_to_the_target(release, reach_after):
    Relay.objects.filter(release=release, code="16.06.02.2003").update(state=State.SEEN)

    found = reach_after(5, 7)

    assert found.states == {"none": 3, "waiting": 0, "delivered": 0, "seen": 1, "relayed": 2, "confirmed": 0}
    assert (found.villages, sum(found.states.values()), found.reached, found.unreached) == (6, 6, 2, 4)


def test_minutes_are_null_until_so_many_are_reached(reach_after):
    assert reach_after(10, 20).minutes == {"p50": None, "p90": None, "last": None}
    assert reach_after(30).minutes == {"p50": 30.0, "p90": None, "last": None}
    assert reach_after(40, 50).minutes == {"p50": 30.0, "p90": None, "last": None}
    assert reach_after(60).minutes == {"p50": 30.0, "p90": 60.0, "last": 60.0}


def test_villages_without_a_group_are_in_the_denominator(siti):
    found = queries.reach(factories.published())

    assert (found.villages, found.without_group) == (6, 5)


def test_part_of_a_release_adds_up_by_itself(release, reach_after):
    reach_after(1, 2, 3, 4)

    parts = [queries.reach(release, under=code) for code in ("16.06.01", "16.06.02", "16.06.02.2001", "16.06", "0")]

    assert [(part.villages, part.reached) for part in parts] == [(3, 3), (3, 1), (1, 1), (6, 4), (6, 4)]


def test_code_that_begins_alike_is_no_part(release):
    assert queries.reach(release, under="16.0").villages == 0
    assert queries.reach(release, under="16.06.0").villages == 0


def test_release_without_relays_is_all_zeros(regency):
    found = queries.reach(factories.release())

    assert (found.villages, found.minutes, found.deadline) == (0, {"p50": None, "p90": None, "last": None}, None)


def test_units_come_with_the_most_unreached_first(release, reach_after):
    reach_after(10, 20, 30, 40)

    found = queries.units(release, Level.DISTRICT)

    assert [(unit.code, unit.villages, unit.reached, unit.unreached, unit.p50) for unit in found] == [
        ("16.06.02", 3, 1, 2, None),
        ("16.06.01", 3, 3, 0, 20.0),
    ]
    assert [unit.median for unit in found] == [State.NONE, State.RELAYED]


def test_units_of_the_regency_are_one(release, reach_after):
    reach_after(10)

    found = queries.units(release, Level.REGENCY, half=False)

    assert [(unit.code, unit.states, unit.p50) for unit in found] == [("16.06", [5, 0, 0, 0, 1, 0], None)]


def test_json_says_what_the_command_line_promises(release, reach_after):
    reach_after(10, 20, 30, 40, 50)

    assert queries.as_json(release) == {
        "release": release.pk,
        "villages": 6,
        "without_group": 6,
        "states": {"none": 1, "waiting": 0, "delivered": 0, "seen": 0, "relayed": 5, "confirmed": 0},
        "unreached": [{"code": "16.06.02.2003", "name": "Desa 02-2003", "district": "Kecamatan 02"}],
        "minutes": {"p50": 30.0, "p90": None, "last": None},
    }
