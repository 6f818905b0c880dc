"""A bundle stays one letter, with one key, however often it is tried and whoever holds its parts."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from jembatan.messages import actions, engine
from jembatan.messages.channels import Outcome
from jembatan.messages.engine import batch, claim, fan_out, sweep
from jembatan.messages.models import Contact, Delivery
from jembatan.messages.workflow import Fault, Result
from tests.messages import fakes

pytestmark = pytest.mark.django_db
LOST = Outcome(Result.UNKNOWN, detail="timeout")


def two_dispatches(count: int, channel: str) -> None:
    ids = fakes.recipients(count, channel, inbox=False)
    for key in ("a", "b"):
        fakes.dispatch(ids, key, bundle=True)
    while fan_out.next_chunk():
        pass


def answers_are_lost(provider: fakes.Provider) -> None:
    """It takes each letter, and nobody hears of it."""

    def take(letter) -> Outcome:
        provider.take(letter.key)
        return LOST

    provider._one = take


def hours_pass(kind: str) -> None:
    """In small steps, so that what has not the same wait does not come due together."""
    for _ in range(60):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE messages_delivery SET ready_at = ready_at - interval '2 s' WHERE state = 'ready'")
        engine.deliver(kind)


def states() -> set[str]:
    return set(Delivery.objects.values_list("state", flat=True))


def test_what_could_not_be_sent_is_tried_again_as_one_letter(plain):
    plain.able = replace(plain.able, batch=10)
    two_dispatches(20, "plain")
    plain.says = [Outcome(Result.NOT_SENT, fault=Fault.RECIPIENT)] * 20
    engine.deliver("plain")

    hours_pass("plain")

    assert (states(), len(plain.accepted)) == ({"accepted"}, 20)


def test_what_may_have_arrived_is_tried_again_with_its_key(keyed):
    keyed.able = replace(keyed.able, batch=10)
    two_dispatches(20, "keyed")
    answers_are_lost(keyed)
    engine.deliver("keyed")
    del keyed._one

    hours_pass("keyed")

    assert (states(), len(keyed.accepted)) == ({"accepted"}, 20)


def lost_by_a_worker(keyed: fakes.Provider) -> list[Delivery]:
    """Two deliveries that arrived as one letter; the worker died before it could say so."""
    two_dispatches(1, "keyed")
    sent = batch.take("keyed")
    batch.go(sent)
    [letter] = sent.letters()
    keyed.take(letter.key)
    fakes.leases_run_out()
    sweep.sweep()
    return list(Delivery.objects.order_by("pk"))


def test_two_workers_do_not_send_a_part_each(keyed):
    first, second = lost_by_a_worker(keyed)
    later = timezone.now() + timezone.timedelta(minutes=1)
    Delivery.objects.filter(pk=second.pk).update(state="leased", token=uuid4(), lease_until=later)

    _token, held = claim.claim("keyed", 10)

    assert (held, Delivery.objects.get(pk=first.pk).state) == ([], "ready")


def test_whoever_holds_a_part_takes_the_rest_along(keyed):
    _first, second = lost_by_a_worker(keyed)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messages_delivery SET ready_at = now() + interval '1 hour' WHERE id <> %s", [second.pk])

    engine.run_dry()

    assert (states(), len(keyed.accepted)) == ({"accepted"}, 1)


def test_the_key_stays_when_the_first_was_withdrawn(keyed):
    first, _second = lost_by_a_worker(keyed)
    actions.withdraw_dispatch(dispatch=first.dispatch, by=None)

    engine.run_dry()

    assert (states(), len(keyed.accepted)) == ({"withdrawn", "accepted"}, 1)


def test_who_lost_the_lease_takes_nobodys_day(plain):
    two_dispatches(1, "plain")
    stopped = batch.take("plain")
    fakes.leases_run_out()
    sweep.sweep()

    batch.go(stopped)
    engine.run_dry()

    assert (stopped.units, states(), len(plain.accepted)) == ([], {"accepted"}, 1)


def test_the_next_contact_gets_the_bundle_the_same_day(plain):
    two_dispatches(1, "plain")
    first = Contact.objects.get(channel="plain")
    same = {"recipient": first.recipient, "channel": "plain", "verified_at": first.verified_at}
    Contact.objects.create(address=first.address, address_index=b"second", position=5, **same)
    held = batch.take("plain")
    actions.end(contact=first, by=None)

    batch.go(held)
    engine.run_dry()

    assert (held.units, states(), len(plain.accepted)) == ([], {"accepted"}, 1)


def test_what_is_new_does_not_go_into_a_letter_that_may_have_arrived(keyed):
    lost_by_a_worker(keyed)
    fakes.dispatch([Delivery.objects.first().recipient_id], "c", bundle=True)

    engine.run_dry()

    assert (len(keyed.accepted), Delivery.objects.get(dispatch__key="c").reason) == (1, "bundled")
