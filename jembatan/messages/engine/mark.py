"""Check again, then mark what goes out next, an attempt each: one transaction just before the bytes."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction

# The condition stands in a CASE where the row is changed: the planner would expect one row of a token to be there, and
# compare every id with every row.
MARK = """
    WITH fit AS MATERIALIZED (
        SELECT d.id FROM messages_delivery d
        JOIN messages_dispatch p ON p.id = d.dispatch_id
        JOIN messages_contact c ON c.id = d.contact_id
        WHERE d.id = ANY(%(ids)s::bigint[]) AND d.token = %(token)s AND d.state = 'leased'
          AND c.ended_at IS NULL AND p.withdrawn_at IS NULL
          AND (p.expires_at IS NULL OR p.expires_at > statement_timestamp())
    ), going AS (
        UPDATE messages_delivery d
        SET state = 'sending', state_at = clock_timestamp(), attempts = attempts + 1,
            lease_until = statement_timestamp() + %(seconds)s * interval '1 second'
        FROM fit WHERE d.id = fit.id AND CASE WHEN d.token = %(token)s AND d.state = 'leased' THEN true END
        RETURNING d.id, d.contact_id, d.channel, d.attempts, d.token
    )
    INSERT INTO messages_attempt (delivery_id, contact_id, channel, number, token)
    SELECT id, contact_id, channel, attempts, token FROM going
    RETURNING delivery_id
"""

# The others: withdrawn or too late, or the contact ended meanwhile; then the recipient's next contact takes over,
# where there may be one; with a key of its own, when a provider may know the first.
TURN_AWAY = """
    UPDATE messages_delivery d
    SET state = CASE WHEN p.withdrawn_at IS NOT NULL THEN 'withdrawn'
                     WHEN p.expires_at <= statement_timestamp() THEN 'expired'
                     WHEN other.id IS NOT NULL THEN 'ready' ELSE 'opted_out' END,
        contact_id = coalesce(other.id, d.contact_id), channel = coalesce(other.channel, d.channel),
        round = d.round + CASE WHEN other.id <> d.contact_id AND d.attempts > 0 THEN 1 ELSE 0 END,
        token = NULL, lease_until = NULL
    FROM messages_delivery self
    JOIN messages_dispatch p ON p.id = self.dispatch_id
    LEFT JOIN LATERAL (
        SELECT id, channel FROM messages_contact
        WHERE recipient_id = self.recipient_id AND ended_at IS NULL AND verified_at IS NOT NULL
          AND channel = ANY(%(channels)s) AND p.only_contact_id IS NULL
        ORDER BY position, id LIMIT 1
    ) other ON true
    WHERE self.id = d.id AND d.id = ANY(%(ids)s::bigint[]) AND d.token = %(token)s AND d.state = 'leased'
"""


def mark(token: UUID, ids: list[int], *, seconds: float, channels: list[str]) -> set[int]:
    """The ids that go out now, marked *sending* for at most `seconds`; every other one that we held is let go."""
    values: dict[str, Any] = {"token": token, "ids": ids, "seconds": seconds, "channels": channels}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MARK, values)
        going = {row[0] for row in cursor.fetchall()}
        if len(going) < len(ids):
            cursor.execute(TURN_AWAY, values)
    return going
