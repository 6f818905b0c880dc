"""What comes in: kept once, acknowledged at once, then looked at by whoever may take it.

First a wish to stop, then the apps of settings.INBOUND_TAKERS in their order. What nobody takes, such as an operator's
notice, waits.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from jembatan.keyring import seal, unseal
from jembatan.messages import actions, addresses, receipts, stopping
from jembatan.messages.errors import BadAddress
from jembatan.messages.hearing import Heard, Said
from jembatan.messages.models import Contact, Inbound
from jembatan.messages.wake import wake_up

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """An inbound row, opened, for those who may take it."""

    row: Inbound
    contact: Contact | None  # live, and whose address it came from
    text: str


# Returns the words to answer with, "" for none; None leaves the message to the next.
Taker = Callable[[Message], str | None]


@transaction.atomic
def take(channel: str, heard: Heard) -> int:
    """Keep what was heard; the workers look at it. Returns how much was new; the same again changes nothing."""
    new = receipts.take(channel, heard.news, raw=heard.raw) if heard.news else 0
    rows = [row for said in heard.said if (row := _row(channel, said, heard.raw))]
    before = Inbound.objects.filter(channel=channel, provider_id__in=[row.provider_id for row in rows]).count()
    Inbound.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        wake_up()
    return new + max(0, len({row.provider_id for row in rows}) - before)


def _row(channel: str, said: Said, raw: str) -> Inbound:
    try:
        address = addresses.normalise(channel, said.address)
    except BadAddress:  # a short code of an operator, say
        address = said.address
    return Inbound(
        channel=channel,
        provider_id=said.provider_id[:200],
        address=seal(address),
        address_index=addresses.index(channel, address),
        text=seal(said.text),
        raw=seal(said.raw or raw) if said.raw or raw else None,
        button=said.button[:200],
        in_reply_to=said.in_reply_to,
        at=said.at,
    )


def look() -> int:
    """Look at one message that nobody looked at yet. Returns 1, or 0 when there is none."""
    with transaction.atomic():
        row = Inbound.objects.filter(looked_at=None).order_by("pk").select_for_update(skip_locked=True).first()
        if row is None:
            return 0
        row.looked_at = timezone.now()
        _look_at(row)
        row.save(update_fields=["looked_at", "taken_by", "taken_at", "contact_id"])
    return 1


def _look_at(row: Inbound) -> None:
    """One that breaks us is left as if nobody took it: all the others wait behind it."""
    try:
        with transaction.atomic():
            by, answer = _takers(_opened(row))
            if by:
                row.taken_by, row.taken_at = by, row.looked_at
            if answer and row.contact_id:
                reply(row, answer)
    except OperationalError:  # the database is gone, or two waited for each other: again, all of it
        raise
    except Exception:
        log.exception("message %s could not be looked at", row.pk)
        row.taken_by, row.taken_at, row.contact_id = "", None, None


def _opened(row: Inbound) -> Message:
    contact = _contact(row)
    row.contact_id = contact.pk if contact else None
    if contact:
        Contact.objects.filter(pk=contact.pk).update(heard_at=row.at)
    try:
        text = unseal(row.text) if row.text else ""
    except InvalidToken:
        text = ""
    return Message(row, contact, text)


def _contact(row: Inbound) -> Contact | None:
    """A person's before that of a subscription or of a stranger with the same address, however old that one is."""
    live = Contact.objects.live().filter(channel=row.channel, address_index=row.address_index)
    first = F("recipient__person__is_active").desc(nulls_last=True)
    return live.select_related("recipient__person").order_by(first, "pk").first()


def _takers(message: Message) -> tuple[str, str]:
    """Who takes it, and what they answer."""
    if stopping.asked(message.row, message.text):
        return "messages", stopping.stop(message.row, message.contact)
    for name in settings.INBOUND_TAKERS:
        if (answer := _asked(name, message)) is not None:
            return name.split(".")[1], answer
    return "", ""


def _asked(name: str, message: Message) -> str | None:
    """What this taker answers. One that breaks over a message leaves it to the next: all the others wait behind it."""
    taker: Taker = import_string(name)
    contact = message.row.contact_id
    try:
        with transaction.atomic():
            return taker(message)
    except OperationalError:  # the database is gone, or two waited for each other: again, all of it
        raise
    except Exception:
        log.exception("message %s: %s broke", message.row.pk, name)
        message.row.contact_id = contact
        return None


def reply(row: Inbound, text: str) -> None:
    """Answer where it came from, at once, whatever the hour."""
    contact = Contact.objects.get(pk=row.contact_id or 0)
    actions.open_dispatch(
        key=f"reply:{row.pk}",
        kind="reply",
        subject_id=row.pk,
        recipient_ids=[contact.recipient_id],
        only_contact_id=contact.pk,
        urgent=True,
        payload={"text": text},
    )
