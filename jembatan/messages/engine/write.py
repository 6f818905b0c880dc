"""Words and addresses for a batch that we hold. Reads only; whatever cannot be written is let go."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from cryptography.fernet import InvalidToken

from jembatan.keyring import unseal
from jembatan.messages import writers
from jembatan.messages.addresses import leave_url
from jembatan.messages.engine.claim import Held
from jembatan.messages.engine.settle import let_go
from jembatan.messages.letters import Draft, Letter
from jembatan.messages.models import Contact, Dispatch, Recipient
from jembatan.messages.workflow import State

log = logging.getLogger(__name__)

LATER = 300.0  # seconds until a text or an address that could not be had is tried again


def letters(token: UUID, batch: list[Held]) -> dict[int, Letter]:
    """A letter by delivery id. Nothing to say any more: expired. No writer, or it failed: later, and in the log."""
    ready: dict[int, Letter] = {}
    contacts = Contact.objects.in_bulk({held.contact_id for held in batch})
    for dispatch, part in _by_dispatch(batch):
        if (drafts := _drafts(token, dispatch, part)) is None:
            continue
        if silent := [held.id for held in part if drafts.get(held.recipient_id) is None]:
            let_go(token, silent, to=State.EXPIRED, reason="nothing to say")
        ready |= _addressed(token, part, drafts, contacts)
    return ready


def _by_dispatch(batch: list[Held]) -> list[tuple[Dispatch, list[Held]]]:
    parts: dict[int, list[Held]] = defaultdict(list)
    for held in batch:
        parts[held.dispatch_id].append(held)
    return [(dispatch, parts[pk]) for pk, dispatch in Dispatch.objects.in_bulk(parts).items()]


def _drafts(token: UUID, dispatch: Dispatch, part: list[Held]) -> Mapping[int, Draft | None] | None:
    """None when the writer failed; its deliveries are let go then."""
    wanted = Recipient.objects.filter(pk__in=[held.recipient_id for held in part])
    try:
        return writers.drafts(dispatch, list(wanted.select_related("person")))
    except Exception as error:
        log.exception("dispatch %s: no texts from the writer of %r", dispatch.pk, dispatch.kind)
        let_go(token, [held.id for held in part], reason=f"writer: {type(error).__name__}", wait=LATER)
        return None


def _addressed(
    token: UUID, part: list[Held], drafts: Mapping[int, Draft | None], contacts: dict[int, Contact]
) -> dict[int, Letter]:
    ready: dict[int, Letter] = {}
    for held in part:
        draft, contact = drafts.get(held.recipient_id), contacts.get(held.contact_id)
        if draft is None:
            continue
        try:
            address = unseal(bytes(contact.address)) if contact and contact.address else ""
        except InvalidToken:
            log.error("contact %s: no key opens its address", held.contact_id)
            let_go(token, [held.id], reason="address cannot be opened", wait=LATER)
            continue
        leave = leave_url(held.contact_id) if address else ""
        ready[held.id] = Letter(delivery_id=held.id, key=held.key, address=address, draft=draft, leave=leave)
    return ready
