"""Writes: who may be reached how, and what is sent to whom."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from jembatan.audit.actions import record
from jembatan.keyring import seal
from jembatan.messages import addresses
from jembatan.messages.models import INBOX, Chunk, Consent, Contact, Delivery, Dispatch, Purpose, Recipient
from jembatan.messages.wake import wake_up
from jembatan.messages.workflow import State
from jembatan.people.models import Person

CHUNK = 5_000  # recipients
INBOX_POSITION = 1_000  # after everything that reaches people outside the application
WORDING = "relawan-1"  # version of the text that volunteers agree to


def recipient_of(person: Person) -> Recipient:
    """The person as a recipient, with an inbox; made when missing. The row is locked: call it in a transaction."""
    recipient, _made = Recipient.objects.get_or_create(person=person)
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if not recipient.contacts.filter(channel=INBOX).exists():  # one that ended stays ended
        recipient.contacts.create(channel=INBOX, position=INBOX_POSITION, verified_at=timezone.now())
    return recipient


@transaction.atomic
def agree(
    *,
    person: Person,
    channel: str,
    address: str,
    source: str,
    by: Person | None,
    purpose: str = Purpose.RELAY,
    wording: str = WORDING,
    given_at: datetime | None = None,
) -> Contact:
    """Note that the person agreed to be reached at this address. Twice is the same as once; raises BadAddress.

    With a dated form, a list or their own telephone: so nobody asks them once more to confirm it.
    """
    address, given_at = addresses.normalise(channel, address), given_at or timezone.now()
    contact = _contact(recipient_of(person), channel, address)
    if contact.verified_at is None:
        contact.verified_at = given_at
        contact.save(update_fields=["verified_at"])
    _consent, new = Consent.objects.get_or_create(
        contact=contact,
        purpose=purpose,
        withdrawn_at=None,
        defaults={
            "wording": wording,
            "source": source,
            "given_at": given_at,
            "recorded_by_id": by.pk if by else None,
        },
    )
    if new:
        record("contact.agreed", contact, by=by, channel=channel, purpose=purpose, source=source)
    return contact


def _contact(recipient: Recipient, channel: str, address: str) -> Contact:
    """The live contact with this address, or a new one after those that the recipient has already."""
    index = addresses.index(channel, address)
    found = recipient.contacts.live().filter(channel=channel, address_index=index).first()
    if found or channel == INBOX:
        return found or recipient.contacts.create(channel=INBOX, position=INBOX_POSITION)
    before = recipient.contacts.live().exclude(channel=INBOX).aggregate(last=Max("position"))["last"]
    return recipient.contacts.create(
        channel=channel, address=seal(address), address_index=index, position=0 if before is None else before + 1
    )


@transaction.atomic
def end(*, contact: Contact, by: Person | None, because: str = "asked") -> None:
    """Nothing is sent there any more, beginning with what is not on its way yet. Twice is the same as once."""
    now = timezone.now()
    if Contact.objects.live().filter(pk=contact.pk).update(ended_at=now, ended_because=because):
        # Whoever noted the consent may have a clock that is ahead of ours.
        contact.consents.filter(withdrawn_at=None).update(withdrawn_at=Greatest(Value(now), F("given_at")))
        record("contact.ended", contact, by=by, channel=contact.channel, because=because)
        contact.refresh_from_db(fields=["ended_at", "ended_because"])


@transaction.atomic
def open_dispatch(
    *,
    key: str,
    kind: str,
    subject_id: int | None,
    recipient_ids: Iterable[int],
    urgent: bool = False,
    expires_at: datetime | None = None,
    by: Person | None = None,
    office_id: int | None = None,
    again_when_uncertain: bool = False,
    bundle: bool = False,
    bundle_by: datetime | None = None,
    only_contact_id: int | None = None,
    after_id: int | None = None,
    payload: dict[str, Any] | None = None,
) -> Dispatch:
    """Freeze an audience and store its chunks, in the caller's transaction; workers fan it out after the commit.

    With a key that is there already, that dispatch is returned as it stands and nothing is added to it.
    """
    ids = sorted(set(recipient_ids))
    dispatch, made = Dispatch.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "subject_id": subject_id,
            "office_id": office_id,
            "urgent": urgent,
            "again_when_uncertain": again_when_uncertain,
            "bundle": bundle,
            "bundle_by": bundle_by,
            "only_contact_id": only_contact_id,
            "after_id": after_id,
            "payload": payload or {},
            "audience": len(ids),
            "expires_at": expires_at,
            "created_by_id": by.pk if by else None,
        },
    )
    if made:
        Chunk.objects.bulk_create(_chunks(dispatch, ids), batch_size=20)
        record("dispatch.opened", dispatch, by=by, kind=kind, audience=len(ids))
        wake_up()
    return dispatch


def _chunks(dispatch: Dispatch, ids: list[int]) -> Iterable[Chunk]:
    rest = iter(ids)
    for number in range(-(-len(ids) // CHUNK)):
        part = list(islice(rest, CHUNK))
        yield Chunk(dispatch=dispatch, number=number, recipient_ids=part, expected=len(part))


@transaction.atomic
def withdraw_dispatch(*, dispatch: Dispatch, by: Person | None) -> None:
    """Stop what has not gone out yet. What is being sent at this moment arrives. Twice is the same as once."""
    if Dispatch.objects.filter(pk=dispatch.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        record("dispatch.withdrawn", dispatch, by=by)
        wake_up()


@transaction.atomic
def send_again(*, delivery: Delivery, by: Person | None) -> bool:
    """Somebody decides that a failed or uncertain delivery goes out once more.

    False when it is in no such state or another round began since it was loaded, or when its dispatch is over.
    """
    if not reopen(delivery.dispatch_id):
        return False
    again = Delivery.objects.filter(pk=delivery.pk, round=delivery.round).send_again()
    if again:
        record("delivery.sent_again", delivery, by=by)
        wake_up()
    return bool(again)


def reopen(dispatch_id: int) -> bool:
    """Lock a dispatch that is to send again, before its deliveries: `sweep.finish` locks it too. False: it is over."""
    return bool(Dispatch.objects.current().filter(pk=dispatch_id).update(finished_at=None))


@transaction.atomic
def settle_by_hand(*, delivery: Delivery, by: Person | None) -> bool:
    """Somebody takes an uncertain delivery as sent. False when it is not uncertain any more."""
    settled = Delivery.objects.filter(pk=delivery.pk, round=delivery.round).take_as_sent()
    if settled:
        record("delivery.settled_by_hand", delivery, by=by)
    return bool(settled)


def mark_seen(*, person: Person, kinds: list[str], subject_id: int) -> int:
    """The person opened what these messages were about. Returns how many became *seen*."""
    return Delivery.objects.filter(
        recipient__person=person,
        dispatch__kind__in=kinds,
        dispatch__subject_id=subject_id,
        state__in=[State.ACCEPTED, State.DELIVERED],
    ).update(state=State.SEEN)


def look_into_inbox(*, person: Person) -> int:
    """What lay in the person's inbox has arrived: it was on the page. Returns how many became *delivered*."""
    lying = Delivery.objects.filter(recipient__person=person, channel=INBOX, state=State.ACCEPTED)
    return lying.update(state=State.DELIVERED)
