"""Not too fast to one address, and one bundle a day to one recipient."""

from dataclasses import replace

import pytest
from django.utils import timezone

from jembatan.messages import engine, queries
from jembatan.messages.channels import Outcome
from jembatan.messages.engine import pacing
from jembatan.messages.models import Attempt, Contact, Delivery, Recipient
from jembatan.messages.workflow import Fault, Result
from tests.messages import fakes

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def a_day_later() -> None:
    Recipient.objects.update(bundled_at=timezone.now() - timezone.timedelta(days=1))
    fakes.waits_are_over()


def test_two_letters_to_one_address_keep_their_distance(plain):
    plain.able = replace(plain.able, pace=30, batch=10)
    ids = fakes.recipients(2)
    fakes.dispatch(ids, "a")
    fakes.dispatch(ids, "b")

    engine.run_dry()
    first = states()
    fakes.waits_are_over()
    engine.run_dry()
    too_soon = states()
    Contact.objects.update(next_at=timezone.now())
    fakes.waits_are_over()
    engine.run_dry()

    assert (sorted(first), sorted(too_soon), states()) == (
        ["accepted"] * 2 + ["ready"] * 2,
        ["accepted"] * 2 + ["ready"] * 2,
        ["accepted"] * 4,
    )
    assert Attempt.objects.count() == 4


def test_one_message_a_day_says_all_that_waits(plain):
    plain.able = replace(plain.able, batch=10)
    ids = fakes.recipients(3)
    fakes.dispatch(ids, "a", bundle=True)
    engine.run_dry()
    for key in ("b", "c"):
        fakes.dispatch(ids, key, bundle=True)
        engine.run_dry()
    first_day = (states(), sum(plain.accepted.values()))

    a_day_later()
    engine.run_dry()

    assert first_day == (["accepted"] * 3 + ["ready"] * 6, 3)
    assert (states(), sum(plain.accepted.values())) == (["accepted"] * 9, 6)
    assert all(queries.ledger(row.dispatch)["balanced"] for row in Delivery.objects.select_related("dispatch"))


def test_what_waits_together_is_one_letter_however_small_a_batch_is(plain):
    plain.able = replace(plain.able, batch=1)
    ids = fakes.recipients(2)
    for key in ("a", "b", "c"):
        fakes.dispatch(ids, key, bundle=True)
    while engine.fan_out.next_chunk():
        pass

    engine.run_dry()

    assert (states(), sum(plain.accepted.values())) == (["accepted"] * 6, 2)
    assert Attempt.objects.values("provider_id").distinct().count() == 2


def test_another_kind_is_another_letter_the_same_day(plain, settings):
    settings.MESSAGE_WRITERS |= {"other": settings.MESSAGE_WRITERS["test"]}
    ids = fakes.recipients(1)
    for key, kind in (("a", "test"), ("b", "other"), ("c", "test")):
        fakes.dispatch(ids, key, bundle=True, kind=kind)
    while engine.fan_out.next_chunk():
        pass

    engine.run_dry()

    assert (states(), sum(plain.accepted.values())) == (["accepted"] * 3, 2)


def test_what_waits_for_tomorrow_is_not_tried_before(plain):
    ids = fakes.recipients(1)
    fakes.dispatch(ids, "a", bundle=True)
    engine.run_dry()
    fakes.dispatch(ids, "b", bundle=True)
    engine.run_dry()

    waiting = Delivery.objects.get(state="ready")
    assert (waiting.ready_at - timezone.now()).total_seconds() == pytest.approx(pacing.BUNDLE, abs=60)


def test_an_urgent_one_does_not_wait(plain):
    ids = fakes.recipients(1)
    fakes.dispatch(ids, "a", bundle=True)
    fakes.dispatch(ids, "b", urgent=True)

    engine.run_dry()

    assert states() == ["accepted", "accepted"]


def test_a_bundle_that_could_not_be_sent_is_tried_again_the_same_day(plain):
    fakes.dispatch(fakes.recipients(1), "a", bundle=True)
    plain.says = [Outcome(Result.NOT_SENT, fault=Fault.RECIPIENT)]
    engine.run_dry()

    fakes.waits_are_over()
    engine.run_dry()

    assert states() == ["accepted"]
