"""Openings of a relay's public link: counted once a day for each device, evidence only from another's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from jembatan.relays import openings, publishing
from jembatan.relays.models import Hop, Opening, Relay, State
from tests import factories

VOLUNTEERS, CITIZENS = bytes(16), bytes([1] * 16)


@pytest.fixture
def relay(db) -> Relay:
    factories.regency()
    return Relay.objects.get(release=factories.published(), code="16.06.01.2001")


def fresh(relay: Relay) -> Relay:
    return Relay.objects.select_related("release").get(pk=relay.pk)


def test_citizens_opening_confirms_once(relay):
    said = [openings.opened(relay=fresh(relay), reader=CITIZENS, volunteer=False) for _again in range(2)]

    assert (said, fresh(relay).state) == ([True, False], State.CONFIRMED)
    assert Hop.objects.filter(relay=relay, kind="confirmed", evidence="link").count() == 1


def test_volunteers_opening_is_written_down_and_no_evidence(relay):
    said = openings.opened(relay=relay, reader=VOLUNTEERS, volunteer=True)

    assert (said, openings.counted(relay), Opening.objects.count()) == (False, 0, 1)


def test_device_known_as_a_volunteers_stays_one_all_day(relay):
    openings.opened(relay=relay, reader=VOLUNTEERS, volunteer=True)
    today = openings.opened(relay=fresh(relay), reader=VOLUNTEERS, volunteer=False)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        tomorrow = openings.opened(relay=fresh(relay), reader=VOLUNTEERS, volunteer=False)

    # The day after, a hash is another anyway (releases.readings): the same bytes are somebody else's.
    assert (today, tomorrow) == (False, True)


def test_device_that_turns_out_to_be_a_volunteers_gets_the_mark(relay):
    openings.opened(relay=relay, reader=VOLUNTEERS, volunteer=False)
    openings.opened(relay=fresh(relay), reader=VOLUNTEERS, volunteer=True)

    assert list(Opening.objects.values_list("volunteer", flat=True)) == [True]


def test_mark_in_one_village_says_nothing_about_another(relay):
    other = Relay.objects.get(release=relay.release, code="16.06.01.2002")
    openings.opened(relay=relay, reader=VOLUNTEERS, volunteer=True)

    assert openings.opened(relay=other, reader=VOLUNTEERS, volunteer=False) is True


def test_village_asked_again_needs_evidence_anew(relay):
    openings.opened(relay=relay, reader=CITIZENS, volunteer=False)
    what = factories.content(note="Jadwal baru.", body="Hari Selasa.")
    publishing.correct(release=relay.release, base=1, content=what, by=factories.person(), ask_again=True)
    before = fresh(relay).state

    again = openings.opened(relay=fresh(relay), reader=CITIZENS, volunteer=False)

    assert (before < State.RELAYED, again, fresh(relay).state) == (True, True, State.CONFIRMED)


def test_withdrawn_release_is_not_confirmed_any_more(relay):
    publishing.withdraw(release=relay.release, reason="Keliru.", by=factories.person())

    assert openings.opened(relay=fresh(relay), reader=CITIZENS, volunteer=False) is False


@pytest.mark.django_db(transaction=True)
def test_many_who_open_at_once_leave_one_confirmation():
    factories.regency()
    relay = Relay.objects.get(release=factories.published(), code="16.06.01.2001")

    def open_it(n: int) -> bool:
        try:
            return openings.opened(relay=fresh(relay), reader=bytes([n % 4] * 16), volunteer=False)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(open_it, range(24)))

    assert (said.count(True), Opening.objects.count(), fresh(relay).state) == (1, 4, State.CONFIRMED)
