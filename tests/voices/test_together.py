"""Many handlers, one voice, the same moment: one wins, the others are told, the audit has one row."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from jembatan.audit.models import Entry
from jembatan.people.models import Person
from jembatan.people.roles import Role
from jembatan.voices import handling, intake, merging
from jembatan.voices.intake import Said
from jembatan.voices.models import Step, Voice
from jembatan.voices.workflow import Refused, Stale
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db(transaction=True)
HANDLERS = 20


def all_at_once(works):
    """Each in a thread with a connection of its own; what each returned or raised."""
    ready = Barrier(len(works))

    def run(work):
        ready.wait(30)
        try:
            return work()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


def test_twenty_handlers_one_wins():
    home = voices.house()
    voice = voices.verified(home)
    people = [factories.person(Role.COORDINATOR, "16.06.01", name=f"Petugas {n}") for n in range(HANDLERS)]
    before = Entry.objects.filter(subject=f"voice:{voice.pk}").count()

    def forwarding(who: Person):
        return lambda: handling.forward(voice=Voice.objects.get(), office=home.works, by=who, seen=2)

    said = all_at_once([forwarding(who) for who in people])

    told = [str(one) for one in said if isinstance(one, Stale)]
    winner = Step.objects.get(act="forward").by.name
    assert (said.count(None), len(told)) == (1, HANDLERS - 1)
    assert all(winner in sentence for sentence in told)
    assert Entry.objects.filter(subject=f"voice:{voice.pk}").count() == before + 1


def test_the_same_form_ten_times_is_one_voice():
    voices.house()
    area = factories.get_area(voices.VILLAGE)
    client = "6f6f2a4e-0000-4000-8000-000000000001"

    received = all_at_once([lambda: intake.receive(Said(text="Jalan rusak.", area=area, client_id=client))] * 10)

    assert len({one.voice.pk for one in received}) == 1
    assert sum(bool(one.secret) for one in received) == 1
    assert Voice.objects.count() == 1


def test_two_who_merge_the_same_two_into_each_other_both_get_an_answer():
    home = voices.house()
    first, second = voices.verified(home), voices.verified(home)

    def merging_into(one: Voice, other: Voice):
        return lambda: merging.merge(
            voice=Voice.objects.get(pk=one.pk), into=Voice.objects.get(pk=other.pk), by=home.dewi, seen=2
        )

    said = all_at_once([merging_into(first, second), merging_into(second, first)])

    assert sorted(isinstance(one, Refused) for one in said) == [False, True]
    assert Voice.objects.filter(state="merged").count() == 1
