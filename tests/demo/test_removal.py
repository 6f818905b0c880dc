"""What is left when the demo is gone is true: no state and no message of somebody who never was."""

from datetime import timedelta

import pytest

from jembatan.demo.removal import remove
from jembatan.messages import engine, queries
from jembatan.messages.models import Attempt, Delivery, Dispatch
from jembatan.people.models import Group, Person
from jembatan.relays import hops, rebuilding
from jembatan.relays.escalation import run as escalate
from jembatan.relays.models import Evidence, Hop, State, Step
from jembatan.relays.reminders import remind_silent
from jembatan.releases.models import Release
from tests.demo.house import HOME, MIXED, House


def state(house: House, code: str) -> State:
    return State(house.relay(code).state)


def test_everything_invented_goes_and_what_is_real_stays(house: House) -> None:
    remove()

    assert list(Release.objects.all()) == [house.ours]
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ratna", "Siti Aminah"]
    assert [group.home.code for group in Group.objects.all()] == [MIXED]


def test_a_village_that_only_somebody_invented_carried_has_nobody_again(house: House) -> None:
    before = state(house, HOME), state(house, MIXED)

    remove()

    assert before == (State.WAITING, State.WAITING)
    assert (state(house, HOME), state(house, MIXED)) == (State.NONE, State.WAITING)
    assert rebuilding.differences() == []


def test_what_somebody_invented_did_is_no_evidence(house: House) -> None:
    ratna = Person.objects.get(name="Ratna")
    for code, who in ((HOME, house.invented), (MIXED, house.colleague)):
        hops.seen(relay=house.relay(code), by=who, version=1)
        hops.relayed(relay=house.relay(code), by=who, places=["board"], version=1)
    hops.confirmed_by_link(relay=house.relay(HOME))
    hops.confirmed_by_person(relay=house.relay(MIXED), evidence=Evidence.CALL_BACK, told_by=house.invented)
    remind_silent(release=house.ours, by=ratna)

    remove()

    assert (state(house, HOME), state(house, MIXED)) == (State.NONE, State.WAITING)
    assert not Hop.objects.filter(relay=house.relay(HOME)).exists()
    assert rebuilding.differences() == []


def test_what_somebody_real_did_stays(house: House) -> None:
    hops.relayed(relay=house.relay(MIXED), by=house.siti, places=["board"], version=1)
    hops.confirmed_by_link(relay=house.relay(MIXED))

    remove()

    assert state(house, MIXED) == State.CONFIRMED


def test_a_step_of_the_escalation_asked_those_who_are_left(house: House) -> None:
    """The village without a group (2003) waits because its neighbour was asked."""
    village = house.relay("16.06.01.2003")
    for hours in (24, 36):
        escalate(house.ours.published_at + timedelta(hours=hours, seconds=1))
    hop = village.hops.get(step=Step.NEIGHBOUR)
    before = state(house, village.code), hop.asked

    remove()

    hop.refresh_from_db()
    assert (before, state(house, village.code), hop.asked) == ((State.WAITING, 2), State.WAITING, 1)
    assert rebuilding.differences() == []


@pytest.mark.parametrize("sent", [False, True])
def test_every_ledger_still_adds_up(house: House, sent: bool) -> None:
    if sent:
        engine.run_dry()
    assert queries.unbalanced() == []

    remove()

    (dispatch,) = Dispatch.objects.all()
    ledger = queries.ledger(dispatch)
    assert (ledger["audience"], ledger["balanced"], queries.unbalanced()) == (1, True, [])
    assert Delivery.objects.count() == int(sent)
    assert Attempt.objects.exclude(delivery_id__in=Delivery.objects.values("pk")).count() == 0


def test_a_removal_that_breaks_leaves_everything(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Person.objects.count(), Hop.objects.count(), Dispatch.objects.count()
    monkeypatch.setattr("jembatan.demo.removal.rebuild", lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        remove()

    assert (Person.objects.count(), Hop.objects.count(), Dispatch.objects.count()) == before
