"""A provider in memory, recipients with contacts, and time that passes when told."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.db import connection
from django.utils import timezone

from jembatan.keyring import mac, seal
from jembatan.messages.actions import open_dispatch
from jembatan.messages.channels import Capabilities, Outcome, Send
from jembatan.messages.letters import Letter
from jembatan.messages.models import Contact, Dispatch
from jembatan.messages.workflow import Result


class Provider:
    """A channel. `accepted` counts by key what people got; `says` holds the outcomes to come, accepted by default."""

    def __init__(self, *, keyed: bool, batch: int = 3) -> None:
        self.able = Capabilities(
            idempotency_key=keyed, receipts=False, inbound=False, batch=batch, rate=None, seconds=60
        )
        self.accepted: Counter[str] = Counter()
        self.says: list[Outcome] = []
        self.breaks = False

    def can(self) -> Capabilities:
        return self.able

    def configured(self) -> bool:
        return True

    def normalise(self, address: str) -> str:
        return address

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Send]:
        yield self._send

    async def _send(self, letter: Letter) -> Outcome:
        if self.breaks:
            raise RuntimeError("the provider's library has a mistake")
        return self._one(letter)

    def _one(self, letter: Letter) -> Outcome:
        said = self.says.pop(0) if self.says else Outcome(Result.ACCEPTED, provider_id=f"p-{letter.key}")
        if said.result == Result.ACCEPTED:
            self.take(letter.key)
        return said

    def take(self, key: str) -> None:
        if not (self.able.idempotency_key and self.accepted[key]):
            self.accepted[key] += 1


def recipients(count: int, channel: str = "plain", *, inbox: bool = True) -> list[int]:
    """Recipients with one contact in the channel, and the inbox after it."""
    with connection.cursor() as cursor:
        cursor.execute(NEW, {"count": count, "inbox": inbox or channel == "inbox"})
        ids = [row[0] for row in cursor.fetchall()]
    if channel != "inbox":
        Contact.objects.bulk_create([_contact(pk, channel) for pk in ids])
    return ids


NEW = """
    WITH fresh AS (
        INSERT INTO messages_recipient (created_at) SELECT now() FROM generate_series(1, %(count)s) RETURNING id
    ), boxes AS (
        INSERT INTO messages_contact (recipient_id, channel, position, ended_because, verified_at)
        SELECT id, 'inbox', 1000, '', now() FROM fresh WHERE %(inbox)s
    )
    SELECT id FROM fresh ORDER BY id
"""


def _contact(recipient: int, channel: str) -> Contact:
    address = f"warga{recipient}@contoh.id"
    index, now = mac("contact", address), timezone.now()
    return Contact(recipient_id=recipient, channel=channel, address=seal(address), address_index=index, verified_at=now)


def dispatch(ids: list[int], key: str = "test:1", **more) -> Dispatch:
    return open_dispatch(key=key, kind=more.pop("kind", "test"), subject_id=7, recipient_ids=ids, **more)


def leases_run_out() -> None:
    """What a dead worker held is overdue now."""
    late = "statement_timestamp() - interval '1 second'"
    _run(f"UPDATE messages_delivery SET lease_until = {late} WHERE lease_until IS NOT NULL")


def waits_are_over() -> None:
    _run("UPDATE messages_delivery SET ready_at = statement_timestamp() WHERE state = 'ready'")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
