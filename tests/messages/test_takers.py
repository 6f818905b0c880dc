"""Whoever hears of receipts may break: what the provider took stays written down, and everything else goes on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from threading import Event

import pytest
from django.utils import timezone

from jembatan.messages import engine, receipts, worker
from jembatan.messages.engine import fan_out, sweep
from jembatan.messages.hearing import News
from jembatan.messages.models import Delivery, Dispatch, Receipt
from jembatan.messages.workflow import Told
from tests.messages import fakes

pytestmark = pytest.mark.django_db


def broken(arrived: Mapping[int, datetime]) -> None:
    raise ValueError("a taker with a mistake")


@pytest.fixture
def told(settings, plain) -> None:
    """Who hears of receipts is broken, and the receipt of the first letter is there before it was sent."""
    settings.RECEIPT_TAKERS = [f"{__name__}.broken"]
    plain.able = replace(plain.able, receipts=True)
    fakes.dispatch(fakes.recipients(3))
    fan_out.next_chunk()
    first = Delivery.objects.earliest("pk")
    receipts.take("plain", [News("1", f"p-{first.pk}.0", Told.DELIVERED, timezone.now())])


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_what_the_provider_took_stays_written_down(told, caplog):
    engine.deliver("plain")

    assert (states(), Receipt.objects.get().delivery_id) == (["accepted"] * 3, None)
    assert len(caplog.records) == 1


def test_the_sweeper_closes_what_is_finished_all_the_same(told):
    engine.run_dry()

    assert (states(), Dispatch.objects.get().finished_at is not None) == (["accepted"] * 3, True)


def test_a_receipt_is_kept_and_taken_up_when_the_taker_is_mended(told, settings):
    engine.run_dry()
    settings.RECEIPT_TAKERS = []

    sweep.sweep()

    assert states() == ["delivered", "accepted", "accepted"]


@pytest.mark.django_db(transaction=True)
def test_a_sweeper_that_breaks_keeps_no_chunk_waiting(plain, monkeypatch):
    stop = Event()
    fakes.dispatch(fakes.recipients(3))
    monkeypatch.setattr(sweep, "sweep", lambda: broken({}))
    monkeypatch.setattr(worker.inbound, "look", lambda: stop.set() or 0)

    worker.ledger(stop)

    assert states() == ["ready"] * 3
