"""The recipient's next contact takes over: when one refuses, and when no receipt comes in time."""

from django.db import connection, transaction

from jembatan.messages import channels

MANY = 1_000

# The inbox is no rung: that it lies there says nothing when nobody could be reached.
CLIMB = """
    UPDATE messages_delivery d
    SET state = 'ready', round = d.round + 1, contact_id = next.id, channel = next.channel, climb_at = NULL,
        ready_at = statement_timestamp(), reason = %(reason)s
    FROM unnest(%(ids)s::bigint[]) AS v(id)
    CROSS JOIN LATERAL (SELECT * FROM messages_delivery WHERE id = v.id FOR UPDATE) self
    JOIN messages_dispatch p ON p.id = self.dispatch_id
    LEFT JOIN messages_contact c ON c.id = self.contact_id
    CROSS JOIN LATERAL (
        SELECT id, channel FROM messages_contact
        WHERE recipient_id = self.recipient_id AND ended_at IS NULL AND verified_at IS NOT NULL
          AND channel = ANY(%(rungs)s)
          AND (position, id) > (coalesce(c.position, -1), coalesce(c.id, 0))
        ORDER BY position, id LIMIT 1
    ) next
    WHERE d.id = self.id AND self.state IN ('failed', 'accepted')
      AND p.only_contact_id IS NULL AND p.withdrawn_at IS NULL
      AND (p.expires_at IS NULL OR p.expires_at > statement_timestamp())
    RETURNING d.dispatch_id
"""

REOPEN = "UPDATE messages_dispatch SET finished_at = NULL WHERE id = ANY(%s) AND finished_at IS NOT NULL"

# The dispatches before their deliveries, as the desk locks them when it sends again: and `sweep.finish`, which passes
# over what is locked, sees either nothing of this or all of it.
IMPATIENT = """
    WITH late AS MATERIALIZED (
        SELECT id, dispatch_id FROM messages_delivery WHERE climb_at <= statement_timestamp()
        ORDER BY climb_at LIMIT %(many)s
    ), locked AS MATERIALIZED (
        SELECT id FROM messages_dispatch WHERE id IN (SELECT dispatch_id FROM late) ORDER BY id FOR NO KEY UPDATE
    )
    SELECT id FROM messages_delivery
    WHERE id = ANY(ARRAY(SELECT id FROM late)) AND climb_at <= statement_timestamp()
      AND (SELECT count(*) FROM locked) > 0
    ORDER BY id FOR UPDATE SKIP LOCKED
"""
DONE = "UPDATE messages_delivery SET climb_at = NULL WHERE id = ANY(%s) AND climb_at IS NOT NULL"


def climb(ids: list[int], reason: str = "refused") -> int:
    """Whoever has a further contact is sent to it, in a new round. Returns how many. Call it in a transaction.

    Who has their deliveries from *accepted* on holds a lock on the dispatches already: they may be finished.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLIMB, {"ids": ids, "rungs": channels.rungs(), "reason": reason})
        if dispatches := [row[0] for row in cursor.fetchall()]:
            cursor.execute(REOPEN, [sorted(set(dispatches))])
        return len(dispatches)


def lose_patience() -> int:
    """Those whose receipt did not come in time, a thousand in a transaction. Returns how many were looked at."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(IMPATIENT, {"many": MANY})
        if ids := [row[0] for row in cursor.fetchall()]:
            climb(ids, "no receipt in time")
            cursor.execute(DONE, [ids])
    return len(ids)
