"""One delivery, several contacts: the next one takes over when one refuses, and when no receipt comes in time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.keyring import mac, seal
from jembatan.messages import actions, channels, engine, queries, receipts
from jembatan.messages.channels import Outcome
from jembatan.messages.engine import sweep
from jembatan.messages.hearing import News
from jembatan.messages.models import Attempt, Contact, Delivery, Dispatch
from jembatan.messages.workflow import Result, Told
from tests.messages import fakes

pytestmark = pytest.mark.django_db


@pytest.fixture
def rungs(monkeypatch, plain):
    """`plain` with receipts, then `last`; the inbox after both."""
    last, real = fakes.Provider(keyed=False), channels.load
    plain.able = replace(plain.able, receipts=True, patience=600)
    monkeypatch.setattr(channels, "kinds", lambda: ["inbox", "last", "plain"])
    monkeypatch.setattr(channels, "load", lambda kind: last if kind == "last" else real(kind))
    return plain, last


def two_contacts(**more) -> Dispatch:
    """With `only` the dispatch is for the first contact and no other."""
    [recipient] = fakes.recipients(1)
    index = mac("contact", "0812")
    Contact.objects.create(
        recipient_id=recipient,
        channel="last",
        address=seal("0812"),
        address_index=index,
        position=5,
        verified_at=timezone.now(),
    )
    if more.pop("only", False):
        more["only_contact_id"] = Contact.objects.get(recipient=recipient, channel="plain").pk
    return fakes.dispatch([recipient], **more)


def time_passes() -> None:
    Delivery.objects.exclude(climb_at=None).update(climb_at=timezone.now() - timedelta(seconds=1))


def told(kind: Told) -> None:
    provider_id = Attempt.objects.get(channel="plain").provider_id
    receipts.take("plain", [News(event=f"{provider_id}:{kind}", provider_id=provider_id, kind=kind, at=timezone.now())])


def now(dispatch: Dispatch) -> tuple[str, str]:
    assert queries.ledger(dispatch)["balanced"]
    return Delivery.objects.values_list("channel", "state").get()


def test_refused_by_one_goes_to_the_next(rungs):
    plain, last = rungs
    dispatch = two_contacts()
    plain.says = [Outcome(Result.REFUSED, detail="not on this network")]

    engine.run_dry()

    assert (now(dispatch), sum(last.accepted.values())) == (("last", "accepted"), 1)
    assert list(Attempt.objects.order_by("number").values_list("channel", "outcome")) == [
        ("plain", "refused"),
        ("last", "accepted"),
    ]


def test_refused_by_the_last_is_a_dead_letter_and_the_inbox_is_no_excuse(rungs):
    plain, last = rungs
    dispatch = two_contacts()
    plain.says = last.says = [Outcome(Result.REFUSED)]
    last.says = [Outcome(Result.REFUSED)]

    engine.run_dry()

    assert now(dispatch) == ("last", "failed")


def test_without_a_receipt_in_time_the_next_is_tried_once(rungs):
    plain, last = rungs
    dispatch = two_contacts()
    engine.run_dry()
    sweep.sweep()
    before = now(dispatch)

    time_passes()
    sweep.sweep()
    engine.run_dry()

    assert (before, now(dispatch)) == (("plain", "accepted"), ("last", "accepted"))
    assert (sum(plain.accepted.values()), sum(last.accepted.values())) == (1, 1)
    assert Dispatch.objects.get().finished_at is not None


def test_with_a_receipt_in_time_nothing_more_is_sent(rungs):
    _plain, last = rungs
    dispatch = two_contacts()
    engine.run_dry()

    told(Told.DELIVERED)
    time_passes()
    engine.run_dry()

    assert (now(dispatch), last.accepted) == (("plain", "delivered"), {})


def test_a_receipt_that_comes_while_the_next_waits_stops_it(rungs):
    _plain, last = rungs
    dispatch = two_contacts()
    engine.run_dry()
    time_passes()
    sweep.sweep()

    told(Told.SEEN)
    engine.run_dry()

    assert (Delivery.objects.get().state, last.accepted, queries.ledger(dispatch)["balanced"]) == ("seen", {}, True)


@pytest.mark.parametrize("kind", [Told.DELIVERED, Told.SEEN])
def test_a_receipt_of_the_one_tried_before_says_where_it_arrived(rungs, kind):
    dispatch = two_contacts()
    engine.run_dry()
    time_passes()
    sweep.sweep()
    engine.run_dry()
    before = now(dispatch)

    told(kind)

    assert (before, now(dispatch)) == (("last", "accepted"), ("plain", str(kind)))
    assert Delivery.objects.get().contact.channel == "plain"


def test_a_receipt_of_failure_goes_on_to_the_next(rungs):
    _plain, last = rungs
    dispatch = two_contacts()
    engine.run_dry()

    told(Told.FAILED)
    engine.run_dry()

    assert (now(dispatch), sum(last.accepted.values())) == (("last", "accepted"), 1)


def test_a_late_receipt_of_failure_says_nothing_of_the_next(rungs):
    _plain, last = rungs
    dispatch = two_contacts()
    engine.run_dry()
    time_passes()
    sweep.sweep()
    engine.run_dry()

    told(Told.FAILED)

    assert (now(dispatch), sum(last.accepted.values())) == (("last", "accepted"), 1)


def test_what_is_for_one_contact_goes_to_no_other_when_it_refuses(rungs):
    plain, last = rungs
    dispatch = two_contacts(only=True)
    plain.says = [Outcome(Result.REFUSED)]

    engine.run_dry()

    assert (now(dispatch), last.accepted) == (("plain", "failed"), {})


def test_what_is_for_one_contact_goes_to_no_other_when_it_ends(rungs):
    _plain, last = rungs
    dispatch = two_contacts(only=True)
    engine.fan_out.next_chunk()
    actions.end(contact=Contact.objects.get(pk=dispatch.only_contact_id), by=None)

    engine.run_dry()

    assert (now(dispatch), last.accepted) == (("plain", "opted_out"), {})


def test_withdrawn_meanwhile_nobody_climbs(rungs):
    _plain, last = rungs
    two_contacts()
    engine.run_dry()

    Dispatch.objects.update(withdrawn_at=timezone.now())
    time_passes()
    engine.run_dry()

    assert (Delivery.objects.get().state, last.accepted) == ("accepted", {})
