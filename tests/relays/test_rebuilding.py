"""A relay is set to what its hops say, also to what is being told at that moment."""

import threading

import pytest
from django.db import connection, transaction

from jembatan.relays import hops
from jembatan.relays.models import Relay, State
from jembatan.relays.rebuilding import differences, rebuild
from tests import factories

HOME = "16.06.01.2001"


def damaged() -> Relay:
    """A relay that says *seen* although nobody saw it."""
    relay = factories.published().relays.select_related("release").get(code=HOME)
    Relay.objects.filter(pk=relay.pk).update(state=State.SEEN)
    return relay


@pytest.mark.django_db
def test_relay_becomes_what_its_hops_say(siti):
    relay = damaged()

    assert [rebuild(), rebuild()] == [1, 0]

    relay.refresh_from_db()
    assert relay.state == State.WAITING


@pytest.mark.django_db
def test_only_the_relays_of_the_release_are_rebuilt(siti):
    first, second = damaged(), damaged()

    assert rebuild(first.release) == 1

    assert [different.relay for different in differences()] == [second.pk]


@pytest.mark.django_db(transaction=True)
def test_hop_told_meanwhile_is_not_lost():
    """It is in the history when the rows are locked, but was not when they were compared."""
    factories.regency()
    siti = factories.volunteer(factories.group(HOME))
    relay = damaged()
    rebuilt: list[int] = []

    def work() -> None:
        rebuilt.append(rebuild())
        connection.close()

    thread = threading.Thread(target=work)
    with transaction.atomic():
        hops.relayed(relay=relay, by=siti, places=["board"], version=1)
        thread.start()
        wait_until_somebody_waits()
    thread.join()

    relay.refresh_from_db()
    assert (relay.state, differences()) == (State.RELAYED, [])


def wait_until_somebody_waits() -> None:
    """Until another session of this database waits for a row of ours."""
    with connection.cursor() as cursor:
        for _try in range(500):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.02), pg_stat_clear_snapshot()")
    raise AssertionError("nobody waits")
