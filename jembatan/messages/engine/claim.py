"""A batch of due deliveries gets a lease and a token: one statement, one commit."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection, transaction

from jembatan.messages.engine.turns import Due, shares

LEASE = 60.0  # seconds between the claim and the marking as *sending*


@dataclass(frozen=True, slots=True)
class Held:
    """A delivery that this worker holds."""

    id: int
    dispatch_id: int
    recipient_id: int
    contact_id: int
    attempts: int
    round: int

    @property
    def key(self) -> str:
        """The same for every try of this round; the idempotency key, and the root of the Message-ID."""
        return f"{self.id}.{self.round}"


# A lease need not reach the disk: the marking, just before the bytes, waits for all that came before it.
UNHURRIED = "SET LOCAL synchronous_commit = off"

DUE = """
    SELECT id, urgent, office_id FROM messages_dispatch p
    WHERE finished_at IS NULL AND withdrawn_at IS NULL AND (expires_at IS NULL OR expires_at > statement_timestamp())
      AND EXISTS (SELECT FROM messages_delivery WHERE dispatch_id = p.id AND channel = %(channel)s
                  AND state = 'ready' AND ready_at <= statement_timestamp())
"""

CLAIM = """
    WITH picked AS MATERIALIZED (
        SELECT d.id FROM unnest(%(dispatches)s::bigint[], %(parts)s::int[]) AS due(id, part) CROSS JOIN LATERAL (
            SELECT id FROM messages_delivery
            WHERE dispatch_id = due.id AND channel = %(channel)s AND state = 'ready'
              AND ready_at <= statement_timestamp()
            ORDER BY ready_at LIMIT due.part FOR UPDATE SKIP LOCKED
        ) d
    )
    UPDATE messages_delivery d
    SET state = 'leased', token = %(token)s, lease_until = statement_timestamp() + %(lease)s * interval '1 second'
    FROM picked WHERE d.id = picked.id
    RETURNING d.id, d.dispatch_id, d.recipient_id, d.contact_id, d.attempts, d.round
"""


def claim(channel: str, limit: int, lease: float | None = None) -> tuple[UUID, list[Held]]:
    """Up to `limit` due deliveries of a channel, and the fresh token that they carry now. `lease` in seconds."""
    token = uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UNHURRIED)
        cursor.execute(DUE, {"channel": channel})
        parts = shares([Due(*row) for row in cursor.fetchall()], limit)
        if not parts:
            return token, []
        values = {"dispatches": list(parts), "parts": list(parts.values()), "channel": channel, "token": token}
        cursor.execute(CLAIM, values | {"lease": LEASE if lease is None else lease})
        return token, [Held(*row) for row in cursor.fetchall()]
