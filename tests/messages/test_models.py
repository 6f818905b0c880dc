"""What the database holds by itself: each constraint broken once, every move of a delivery tried."""

from itertools import product
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jembatan.messages.models import Attempt, Chunk, Consent, Contact, Delivery, Dispatch, Inbound, Receipt, Recipient
from jembatan.messages.workflow import AGAIN, HELD, NEXT, State

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def recipient() -> Recipient:
    return Recipient.objects.create()


@pytest.fixture
def contact(recipient) -> Contact:
    return Contact.objects.create(recipient=recipient, channel="email", address=b"sealed", address_index=b"index")


@pytest.fixture
def dispatch() -> Dispatch:
    return Dispatch.objects.create(key="a", kind="test", audience=1)


def delivery(dispatch: Dispatch, state: State = State.READY, recipient: int = 1) -> Delivery:
    held = {"token": uuid4(), "lease_until": NOW} if state in HELD else {}
    return Delivery.objects.create(dispatch=dispatch, recipient_id=recipient, channel="inbox", state=state, **held)


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def test_contact_once(contact):
    with refused("contact_once"):
        Contact.objects.create(recipient=contact.recipient, channel="email", address=b"other", address_index=b"index")


def test_contact_once_holds_for_the_inbox_too(recipient):
    Contact.objects.create(recipient=recipient, channel="inbox")

    with refused("contact_once"):
        Contact.objects.create(recipient=recipient, channel="inbox")


def test_contact_may_come_back_after_it_ended(contact):
    Contact.objects.update(ended_at=NOW)

    Contact.objects.create(recipient=contact.recipient, channel="email", address=b"a", address_index=b"index")


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": "email"},
        {"channel": "email", "address": b"a"},
        {"channel": "inbox", "address": b"a", "address_index": b"a"},
        {"channel": "email", "address": None, "address_index": b"a"},
    ],
)
def test_contact_live_has_address(recipient, fields):
    with refused("contact_live_has_address"):
        Contact.objects.create(recipient=recipient, **fields)


def test_contact_that_ended_can_be_blanked(contact):
    Contact.objects.update(ended_at=NOW, address=None, address_index=None)

    assert Contact.objects.get().address is None


def test_consent_once(contact):
    Consent.objects.create(contact=contact, wording="1", source="test", given_at=NOW)

    with refused("consent_once"):
        Consent.objects.create(contact=contact, wording="2", source="test", given_at=NOW)


def test_consent_times_in_order(contact):
    before = NOW - timezone.timedelta(days=1)

    with refused("consent_times_in_order"):
        Consent.objects.create(contact=contact, wording="1", source="test", given_at=NOW, withdrawn_at=before)


def test_dispatch_key_is_unique(dispatch):
    with refused("messages_dispatch_key"):
        Dispatch.objects.create(key="a", kind="test", audience=0)


def test_dispatch_excluded_in_audience():
    with refused("dispatch_excluded_in_audience"):
        Dispatch.objects.create(key="a", kind="test", audience=1, excluded=2)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("chunk_expects_its_ids", {"expected": 3}),
        ("chunk_closes_complete", {"inserted": 1, "excluded": 0, "closed_at": NOW}),
        ("chunk_closed_has_counts", {"closed_at": NOW}),
        ("chunk_closed_has_counts", {"inserted": 2, "excluded": 0}),
    ],
)
def test_chunk(dispatch, constraint, fields):
    with refused(constraint):
        Chunk.objects.create(**({"dispatch": dispatch, "number": 0, "recipient_ids": [1, 2], "expected": 2} | fields))


def test_chunk_once(dispatch):
    Chunk.objects.create(dispatch=dispatch, number=0, recipient_ids=[], expected=0)

    with refused("chunk_once"):
        Chunk.objects.create(dispatch=dispatch, number=0, recipient_ids=[], expected=0)


def test_delivery_once(dispatch):
    delivery(dispatch)

    with refused("delivery_once"):
        delivery(dispatch)


def test_delivery_known_state(dispatch):
    with refused("delivery_known_state"):
        Delivery.objects.create(dispatch=dispatch, recipient_id=1, channel="inbox", state="lost")


@pytest.mark.parametrize(
    "fields",
    [{"state": State.LEASED}, {"token": uuid4()}, {"lease_until": NOW}, {"state": State.SENDING, "token": uuid4()}],
)
def test_delivery_held_has_token(dispatch, fields):
    with refused("delivery_held_has_token"):
        Delivery.objects.create(dispatch=dispatch, recipient_id=1, channel="inbox", **fields)


def test_attempt_once():
    Attempt.objects.create(delivery_id=1, channel="email", number=1, token=uuid4())

    with refused("messages_attempt_pkey"):
        Attempt.objects.create(delivery_id=1, channel="email", number=1, token=uuid4())


def test_attempt_ended_has_outcome():
    with refused("attempt_ended_has_outcome"):
        Attempt.objects.create(delivery_id=1, channel="email", number=1, token=uuid4(), ended_at=NOW)


def test_receipt_once():
    fields = {"channel": "email", "event": "e1", "provider_id": "p", "kind": "delivered", "at": NOW}
    Receipt.objects.create(**fields)

    with refused("receipt_once"):
        Receipt.objects.create(**fields)


def test_inbound_once():
    Inbound.objects.create(channel="sms", provider_id="1", at=NOW)

    with refused("inbound_once"):
        Inbound.objects.create(channel="sms", provider_id="1", at=NOW)


def test_inbound_taken_has_time():
    with refused("inbound_taken_has_time"):
        Inbound.objects.create(channel="sms", provider_id="1", at=NOW, taken_by="voices")


def moves(row: Delivery, to: State, again: int) -> bool:
    """Whether the database lets the row go there; it is left as it was."""
    held = {"token": uuid4(), "lease_until": NOW} if to in HELD else {"token": None, "lease_until": None}
    try:
        with transaction.atomic():
            Delivery.objects.filter(pk=row.pk).update(state=to, round=row.round + again, **held)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def test_delivery_state_moves_as_the_table_says_and_no_other_way(dispatch):
    rows = {state: delivery(dispatch, state, number) for number, state in enumerate(State)}
    pairs = [(old, new, again) for old, new, again in product(State, State, (0, 1)) if old != new]

    moved = {pair for pair in pairs if moves(rows[pair[0]], pair[1], pair[2])}

    allowed = {(old, new, again) for old, news in NEXT.items() for new in news for again in (0, 1)}
    assert moved == allowed | {(old, State.READY, 1) for old in AGAIN}


def test_delivery_remembers_when_its_state_changed(dispatch):
    row = delivery(dispatch)
    before = row.state_at

    Delivery.objects.update(state=State.LEASED, token=uuid4(), lease_until=NOW)

    row.refresh_from_db()
    assert row.state_at > before


def test_nothing_in_the_database_points_at_deliveries():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE confrelid = 'messages_delivery'::regclass")

        assert cursor.fetchall() == []
