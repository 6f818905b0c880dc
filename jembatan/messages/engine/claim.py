"""A batch of due deliveries gets a lease and a token: one statement, one commit."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection

LEASE = 60  # seconds between the claim and the marking as *sending*


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


# Urgent dispatches first; among the others a random turn each time, and none takes more than half a batch while
# another waits. The claim reads `delivery_claim` once for each unfinished dispatch.
CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT id FROM messages_dispatch
        WHERE finished_at IS NULL AND withdrawn_at IS NULL
          AND (expires_at IS NULL OR expires_at > statement_timestamp())
        ORDER BY urgent DESC, random()
    ), picked AS MATERIALIZED (
        SELECT d.id FROM due CROSS JOIN LATERAL (
            SELECT id FROM messages_delivery
            WHERE dispatch_id = due.id AND channel = %(channel)s AND state = 'ready'
              AND ready_at <= statement_timestamp()
            ORDER BY ready_at
            LIMIT CASE (SELECT count(*) FROM due) WHEN 1 THEN %(limit)s ELSE %(share)s END
            FOR UPDATE SKIP LOCKED
        ) d LIMIT %(limit)s
    )
    UPDATE messages_delivery d
    SET state = 'leased', token = %(token)s, lease_until = statement_timestamp() + %(lease)s * interval '1 second'
    FROM picked WHERE d.id = picked.id
    RETURNING d.id, d.dispatch_id, d.recipient_id, d.contact_id, d.attempts, d.round
"""


def claim(channel: str, limit: int, lease: float = LEASE) -> tuple[UUID, list[Held]]:
    """Up to `limit` due deliveries of a channel, and the fresh token that they carry now."""
    token = uuid4()
    share = max(1, -(-limit // 2))
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"channel": channel, "limit": limit, "share": share, "token": token, "lease": lease})
        return token, [Held(*row) for row in cursor.fetchall()]
