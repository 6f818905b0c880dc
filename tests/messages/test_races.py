"""Two transactions at once: what one of them has not committed yet is not overlooked by the other, and no knot."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from jembatan.keyring import mac, seal
from jembatan.messages import actions, channels, engine, ladder, queries, receipts
from jembatan.messages.channels import Outcome
from jembatan.messages.engine import sweep
from jembatan.messages.hearing import News
from jembatan.messages.models import Contact, Delivery, Dispatch
from jembatan.messages.workflow import Result, Told
from tests.messages import fakes
from tests.messages.processes import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rungs(monkeypatch, plain):
    """A recipient of `plain`, which tells of failures as "1", with `last` after it."""
    last, real = fakes.Provider(keyed=False), channels.load
    plain.able = replace(plain.able, receipts=True, patience=600)
    monkeypatch.setattr(channels, "kinds", lambda: ["inbox", "last", "plain"])
    monkeypatch.setattr(channels, "load", lambda kind: last if kind == "last" else real(kind))
    [recipient] = fakes.recipients(1)
    same = {"address": seal("0812"), "address_index": mac("contact", "0812"), "verified_at": timezone.now()}
    Contact.objects.create(recipient_id=recipient, channel="last", position=5, **same)
    fakes.dispatch([recipient])
    return plain, last


def failed() -> None:
    receipts.take("plain", [News("failed", "1", Told.FAILED, timezone.now())])


def impatient() -> None:
    Delivery.objects.update(climb_at=timezone.now() - timedelta(seconds=1))
    ladder.lose_patience()


@contextmanager
def not_committed(act: Callable[[], object]) -> Iterator[None]:
    """Done by somebody else, who commits at the end of the block."""
    done, over, wrong = Event(), Event(), list[BaseException]()

    def other() -> None:
        try:
            with transaction.atomic():
                act()
                done.set()
                over.wait(10)
        except BaseException as error:
            wrong.append(error)
        finally:
            done.set()
            connection.close()

    thread = Thread(target=other)
    thread.start()
    assert done.wait(10)
    try:
        yield
    finally:
        over.set()
        thread.join(10)
    assert wrong == []


@pytest.mark.parametrize("why", [failed, impatient])
def test_a_dispatch_is_not_closed_while_the_next_contact_takes_over(rungs, why):
    plain, last = rungs
    plain.says = [Outcome(Result.ACCEPTED, provider_id="1")]
    while engine.step():
        pass

    with not_committed(why):
        closed = sweep.finish()
    engine.run_dry()

    assert (closed, Delivery.objects.get().state, sum(last.accepted.values())) == (0, "accepted", 1)
    assert (queries.stranded(), Dispatch.objects.get().finished_at is not None) == ({}, True)


def test_the_desk_and_a_receipt_wait_for_each_other_in_one_order(rungs, caplog):
    plain, _last = rungs
    plain.says = [Outcome(Result.UNKNOWN, provider_id="1")]
    engine.run_dry()
    letter = Delivery.objects.get()
    hook = Thread(target=lambda: (failed(), connection.close()))

    with transaction.atomic():
        actions.reopen(letter.dispatch_id)
        hook.start()
        until(_somebody_waits)
        again = actions.send_again(delivery=letter, by=None)
    hook.join(10)

    assert (again, Delivery.objects.values_list("state", "round").get()) == (True, ("ready", 1))
    assert caplog.records == []


def _somebody_waits() -> bool:
    time.sleep(0.05)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
