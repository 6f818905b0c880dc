"""Addresses, texts and raw words are forgotten in time; the counts stay and still add up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.keyring import seal
from jembatan.messages import engine, queries, retention
from jembatan.messages.channels import Outcome
from jembatan.messages.models import Attempt, Chunk, Contact, Delivery, Dispatch, Inbound, Receipt, Recipient
from jembatan.messages.workflow import Result
from jembatan.people.models import Person
from tests.messages import fakes

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=10_000)
YESTERDAY = timezone.now() - timedelta(days=1)


@pytest.mark.parametrize(("ended", "kept"), [(LONG_AGO, False), (YESTERDAY, True)])
def test_the_address_of_an_ended_contact_goes(ended, kept):
    fakes.recipients(1, "email")
    Contact.objects.filter(channel="email").update(ended_at=ended)

    retention.forget()

    contact = Contact.objects.get(channel="email")
    assert (contact.address is not None, contact.address_index is not None) == (kept, kept)


def test_a_living_contact_keeps_its_address():
    fakes.recipients(1, "email")
    Contact.objects.update(created_at=LONG_AGO)

    retention.forget()

    assert Contact.objects.get(channel="email").address is not None


def test_what_people_wrote_goes_and_that_they_wrote_stays():
    words = {"text": seal("Halo"), "raw": seal("{}")}
    Inbound.objects.create(
        channel="sms", provider_id="1", address=seal("0812"), address_index=b"i", at=LONG_AGO, **words
    )
    Inbound.objects.update(received_at=LONG_AGO)

    retention.forget()

    row = Inbound.objects.get()
    assert (row.address, row.address_index, row.text, row.raw, row.provider_id) == (None, None, None, None, "1")


def test_raw_words_go_before_the_rest():
    at = timezone.now() - timedelta(days=60)
    Receipt.objects.create(channel="sms", event="1", provider_id="1", kind="seen", at=at, raw=seal("{}"), delivery_id=1)
    Inbound.objects.create(channel="sms", provider_id="1", text=seal("Halo"), raw=seal("{}"), at=at)
    Receipt.objects.update(received_at=at)
    Inbound.objects.update(received_at=at)

    retention.forget()

    assert (Receipt.objects.get().raw, Inbound.objects.get().raw, Inbound.objects.get().text is None) == (
        None, None, False
    )  # fmt: skip


@pytest.mark.parametrize(("received", "kept"), [(LONG_AGO, 0), (YESTERDAY, 1)])
def test_a_receipt_of_a_message_that_is_not_ours_goes(received, kept):
    Receipt.objects.create(channel="sms", event="1", provider_id="1", kind="delivered", at=received)
    Receipt.objects.update(received_at=received)

    retention.forget()

    assert Receipt.objects.count() == kept


def test_an_old_dispatch_becomes_its_counts(plain):
    dispatch = fakes.dispatch([*fakes.recipients(4), 999_999], payload={"text": "Halo"})
    fresh = fakes.dispatch(fakes.recipients(1), "fresh")
    plain.says = [Outcome(Result.REFUSED)]
    engine.run_dry()
    before = queries.ledger(dispatch)
    Dispatch.objects.filter(pk=dispatch.pk).update(finished_at=LONG_AGO)

    done = retention.forget()

    after = queries.ledger(dispatch)
    dispatch.refresh_from_db()
    assert (after, dispatch.payload, done["deliveries"]) == (before, None, 4)
    assert (before["balanced"], before["states"]["failed"], before["excluded"]) == (True, 1, 1)
    assert set(Delivery.objects.values_list("dispatch", flat=True)) == {fresh.pk}
    assert set(Attempt.objects.values_list("delivery_id", flat=True)) == set(
        Delivery.objects.values_list("pk", flat=True)
    )
    assert set(Chunk.objects.values_list("dispatch", flat=True)) == {fresh.pk}
    assert retention.forget()["deliveries"] == 0


@pytest.fixture
def pieces_of_three(monkeypatch):
    monkeypatch.setattr(retention, "PIECE", 3)


def test_a_large_dispatch_is_rolled_up_piece_by_piece_and_adds_up_after_each(plain, pieces_of_three):
    dispatch = fakes.dispatch([*fakes.recipients(7), 999_999])
    plain.says = [Outcome(Result.REFUSED)]
    engine.run_dry()
    Dispatch.objects.update(finished_at=LONG_AGO)
    before, values = queries.ledger(dispatch), retention._before("deliveries")

    left = []
    while retention._roll_up(values) is not None:
        assert queries.ledger(dispatch) == before
        left.append(Delivery.objects.count())

    assert (left, Attempt.objects.count(), Chunk.objects.count()) == ([4, 1, 0], 0, 0)


def test_a_dispatch_is_whole_when_its_pieces_are(plain, pieces_of_three):
    fakes.dispatch(fakes.recipients(6))
    engine.run_dry()
    Dispatch.objects.update(finished_at=LONG_AGO)

    assert retention.forget()["deliveries"] == 6
    assert (retention.forget()["deliveries"], Chunk.objects.count()) == (0, 0)


def somebody(**more) -> Contact:
    """A contact of nobody in particular that was made long ago."""
    contact = Recipient.objects.create().contacts.create(
        channel="telegram", address=seal("71000001"), address_index=b"i", **more
    )
    Contact.objects.filter(pk=contact.pk).update(created_at=LONG_AGO)
    return contact


@pytest.mark.parametrize(("heard_at", "kept"), [(None, False), (LONG_AGO, False), (YESTERDAY, True)])
def test_a_stranger_who_was_answered_is_forgotten(heard_at, kept):
    contact = somebody(heard_at=heard_at)

    retention.forget()

    contact.refresh_from_db()
    assert (contact.address is not None, contact.address_index is not None, contact.ended_at is None) == (kept,) * 3
    assert contact.ended_because == ("" if kept else "unconfirmed")


@pytest.mark.parametrize(
    ("verified_at", "given_at", "kept"), [(None, None, False), (LONG_AGO, LONG_AGO, True), (None, LONG_AGO, True)]
)
def test_who_was_asked_to_confirm_an_address_is_forgotten_unless_they_did(verified_at, given_at, kept):
    contact = somebody(verified_at=verified_at)
    contact.consents.create(purpose="news", wording="laporan-1", source="web", given_at=given_at)

    retention.forget()

    contact.refresh_from_db()
    assert (contact.address is not None, contact.ended_at is None) == (kept, kept)


def test_a_contact_of_a_person_is_nobodys_to_confirm():
    sari = Recipient.objects.create(person=Person.objects.create_person(name="Sari"))
    contact = somebody()
    Contact.objects.filter(pk=contact.pk).update(recipient=sari)

    retention.forget()

    assert Contact.objects.live().filter(pk=contact.pk).exists()
