"""A batch of due deliveries gets a lease and a token: one statement, one commit."""

from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from jembatan.messages.engine.held import Held
from jembatan.messages.engine.turns import Due, shares
from jembatan.messages.engine.whole import whole

LEASE = 60.0  # seconds between the claim and the marking as *sending*


# A lease need not reach the disk: the marking, just before the bytes, waits for all that came before it.
UNHURRIED = "SET LOCAL synchronous_commit = off"

# What goes after another dispatch waits while that one is still fanned out, or has letters due in this channel.
# `ORDER BY … LIMIT 1` is an EXISTS that always walks the index: the planner would rather read the whole table.
DUE = """
    SELECT id, urgent, office_id, bundle FROM messages_dispatch p CROSS JOIN LATERAL (
        SELECT FROM messages_delivery WHERE dispatch_id = p.id AND channel = %(channel)s AND state = 'ready'
            AND ready_at <= statement_timestamp() ORDER BY ready_at LIMIT 1) waiting
    WHERE finished_at IS NULL AND withdrawn_at IS NULL AND (expires_at IS NULL OR expires_at > statement_timestamp())
      AND (p.after_id IS NULL OR NOT EXISTS (
          SELECT FROM messages_dispatch f
          WHERE f.id = p.after_id AND f.finished_at IS NULL AND f.withdrawn_at IS NULL
            AND (f.expires_at IS NULL OR f.expires_at > statement_timestamp())
            AND (EXISTS (SELECT FROM messages_chunk WHERE dispatch_id = f.id AND closed_at IS NULL AND alarm = '')
                 OR (SELECT true FROM messages_delivery WHERE dispatch_id = f.id AND channel = %(channel)s
                     AND state = 'ready' AND ready_at <= statement_timestamp() ORDER BY ready_at LIMIT 1))))
"""

# An array, so that the rows are then looked up one by one: of a join the planner expects a tenth of the table.
CLAIM = """
    UPDATE messages_delivery d
    SET state = 'leased', state_at = clock_timestamp(), token = %(token)s,
        lease_until = statement_timestamp() + %(lease)s * interval '1 second'
    WHERE d.id = ANY (ARRAY(
        SELECT d.id FROM unnest(%(dispatches)s::bigint[], %(parts)s::int[]) AS due(id, part) CROSS JOIN LATERAL (
            SELECT id FROM messages_delivery
            WHERE dispatch_id = due.id AND channel = %(channel)s AND state = 'ready'
              AND ready_at <= statement_timestamp()
            ORDER BY ready_at LIMIT due.part FOR UPDATE SKIP LOCKED
        ) d))
    RETURNING d.id, d.dispatch_id, d.recipient_id, d.contact_id, d.attempts, d.round
"""

# What else is due to those who get a bundle goes into the same letter.
TOGETHER = """
    UPDATE messages_delivery d
    SET state = 'leased', state_at = clock_timestamp(), token = %(token)s,
        lease_until = statement_timestamp() + %(lease)s * interval '1 second'
    WHERE d.id = ANY (ARRAY(
        SELECT d.id FROM messages_dispatch p JOIN messages_delivery d ON d.dispatch_id = p.id
        WHERE p.bundle AND p.finished_at IS NULL AND p.withdrawn_at IS NULL
          AND (p.expires_at IS NULL OR p.expires_at > statement_timestamp())
          AND d.recipient_id = ANY(%(recipients)s::bigint[]) AND d.channel = %(channel)s AND d.state = 'ready'
          AND d.ready_at <= statement_timestamp()
        FOR UPDATE OF d SKIP LOCKED))
    RETURNING d.id, d.dispatch_id, d.recipient_id, d.contact_id, d.attempts, d.round
"""


def claim(channel: str, limit: int, lease: float | None = None) -> tuple[UUID, list[Held]]:
    """Up to `limit` due deliveries of a channel, and the fresh token that they carry now. `lease` in seconds.

    More than that only where several make up one letter.
    """
    token = uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UNHURRIED)
        cursor.execute(DUE, {"channel": channel})
        due = cursor.fetchall()
        parts = shares([Due(*row[:3]) for row in due], limit)
        if not parts:
            return token, []
        values: dict[str, Any] = {"channel": channel, "token": token, "lease": LEASE if lease is None else lease}
        cursor.execute(CLAIM, values | {"dispatches": list(parts), "parts": list(parts.values())})
        held = [Held(*row) for row in cursor.fetchall()]
        bundles = {row[0] for row in due if row[3]}
        if recipients := sorted({one.recipient_id for one in held if one.dispatch_id in bundles}):
            cursor.execute(TOGETHER, values | {"recipients": recipients})
            held += [Held(*row) for row in cursor.fetchall()]
        if again := [one.id for one in held if one.attempts and one.dispatch_id in bundles]:
            held = whole(cursor, values, held, again)
        return token, held
