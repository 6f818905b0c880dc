"""Words and addresses for a batch that we hold. Reads only; whatever cannot be written is let go."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from cryptography.fernet import InvalidToken
from django.utils import timezone

from jembatan.areas import clock
from jembatan.keyring import unseal
from jembatan.messages import writers
from jembatan.messages.addresses import leave_url
from jembatan.messages.engine import quiet
from jembatan.messages.engine.held import Held
from jembatan.messages.engine.settle import let_go
from jembatan.messages.letters import Draft, Letter
from jembatan.messages.models import Contact, Dispatch, Recipient
from jembatan.messages.workflow import State

log = logging.getLogger(__name__)

LATER = 300.0  # seconds until a text or an address that could not be had is tried again


@dataclass(frozen=True, slots=True)
class Written:
    """A letter, the delivery that it is for, and what its dispatch says of both."""

    held: Held
    letter: Letter
    bundle: str  # the kind of which a recipient gets one letter a day; empty where each is a letter of its own
    again: bool  # better twice than not at all


def letters(token: UUID, batch: list[Held], *, silent: bool = True) -> dict[int, Written]:
    """A letter by delivery id. Nothing to say any more: expired. No writer, or it failed: later, and in the log.

    In quiet hours what is not urgent waits for the morning, unless the channel is `silent`.
    """
    ready: dict[int, Written] = {}
    contacts = _contacts({held.contact_id for held in batch})
    for dispatch, part in _by_dispatch(batch):
        recipients = _recipients(part)
        awake = part if silent or dispatch.urgent else _awake(token, part, recipients)
        if not awake or (drafts := _drafts(token, dispatch, awake, recipients)) is None:
            continue
        if nothing := [held.id for held in awake if drafts.get(held.recipient_id) is None]:
            let_go(token, nothing, to=State.EXPIRED, reason="nothing to say")
        for held, letter in _addressed(token, awake, drafts, contacts):
            bundle = dispatch.kind if dispatch.bundle and not silent else ""
            ready[held.id] = Written(held, letter, bundle, dispatch.again_when_uncertain)
    return ready


Where = tuple[bytes | None, datetime | None]  # a sealed address, and when they last wrote to us there


def _contacts(ids: set[int]) -> dict[int, Where]:
    """Plain values: thousands of letters a second pass here, and a model's object costs more than its letter."""
    found = Contact.objects.filter(pk__in=ids).values_list("pk", "address", "heard_at")
    return {pk: (bytes(address) if address else None, heard) for pk, address, heard in found}


def _by_dispatch(batch: list[Held]) -> list[tuple[Dispatch, list[Held]]]:
    parts: dict[int, list[Held]] = defaultdict(list)
    for held in batch:
        parts[held.dispatch_id].append(held)
    return [(dispatch, parts[pk]) for pk, dispatch in Dispatch.objects.in_bulk(parts).items()]


def _recipients(part: list[Held]) -> dict[int, Recipient]:
    wanted = Recipient.objects.filter(pk__in=[held.recipient_id for held in part])
    return {recipient.pk: recipient for recipient in wanted}


def _awake(token: UUID, part: list[Held], recipients: dict[int, Recipient]) -> list[Held]:
    """Those for whom it is day; the others are let go until their morning."""
    now, waits = timezone.now(), defaultdict[float, list[int]](list)
    left = cache(lambda zone: quiet.seconds_left(now, ZoneInfo(zone) if zone else clock.site_zone()))
    for held in part:
        recipient = recipients.get(held.recipient_id)
        waits[left(recipient.zone if recipient else "")].append(held.id)
    for wait, ids in waits.items():
        if wait:
            let_go(token, ids, reason="quiet hours", wait=wait)
    up = set(waits[0.0])
    return [held for held in part if held.id in up]


def _drafts(
    token: UUID, dispatch: Dispatch, part: list[Held], recipients: dict[int, Recipient]
) -> Mapping[int, Draft | None] | None:
    """None when the writer failed; its deliveries are let go then."""
    try:
        return writers.drafts(dispatch, list(recipients.values()))
    except Exception as error:
        log.exception("dispatch %s: no texts from the writer of %r", dispatch.pk, dispatch.kind)
        let_go(token, [held.id for held in part], reason=f"writer: {type(error).__name__}", wait=LATER)
        return None


def _addressed(
    token: UUID, part: list[Held], drafts: Mapping[int, Draft | None], contacts: dict[int, Where]
) -> Iterator[tuple[Held, Letter]]:
    for held in part:
        sealed, heard = contacts.get(held.contact_id, (None, None))
        if (draft := drafts.get(held.recipient_id)) is None:
            continue
        try:
            address = unseal(sealed) if sealed else ""
        except InvalidToken:
            log.error("contact %s: no key opens its address", held.contact_id)
            let_go(token, [held.id], reason="address cannot be opened", wait=LATER)
            continue
        leave = leave_url(held.contact_id) if address else ""
        yield held, Letter(delivery_id=held.id, key=held.key, address=address, draft=draft, leave=leave, heard_at=heard)
