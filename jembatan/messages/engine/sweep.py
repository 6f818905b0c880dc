"""What dead workers left behind, what must not go out any more, and what is finished. Safe to run everywhere."""

from django.db import connection, transaction

from jembatan.messages import channels, receipts
from jembatan.messages.engine.points import reach
from jembatan.messages.ladder import MANY, lose_patience

ROWS = 5_000  # rows in one transaction

LEASED = """
    UPDATE messages_delivery SET state = 'ready', token = NULL, lease_until = NULL
    WHERE id IN (SELECT id FROM messages_delivery WHERE state = 'leased' AND lease_until < statement_timestamp()
                 ORDER BY lease_until LIMIT %(rows)s FOR UPDATE SKIP LOCKED)
"""

# Sent or not, nobody knows: again only where a key or the dispatch allows it, else a person decides.
SENDING = """
    WITH late AS MATERIALIZED (
        SELECT id, token FROM messages_delivery WHERE state = 'sending' AND lease_until < statement_timestamp()
        ORDER BY lease_until LIMIT %(rows)s FOR UPDATE SKIP LOCKED
    ), closed AS (
        UPDATE messages_attempt a
        SET ended_at = statement_timestamp(), outcome = 'unknown', detail = 'the worker was lost'
        FROM late WHERE a.delivery_id = late.id AND a.token = late.token AND a.outcome IS NULL
    )
    UPDATE messages_delivery d
    SET state = CASE WHEN d.channel = ANY(%(keyed)s) OR p.again_when_uncertain THEN 'ready' ELSE 'uncertain' END,
        token = NULL, lease_until = NULL, reason = 'the worker was lost'
    FROM late, messages_dispatch p WHERE d.id = late.id AND p.id = d.dispatch_id
"""

TOO_LATE = """
    UPDATE messages_delivery d SET state = CASE WHEN p.withdrawn_at IS NULL THEN 'expired' ELSE 'withdrawn' END
    FROM messages_dispatch p
    WHERE p.id = d.dispatch_id AND d.id IN (
        SELECT d.id FROM messages_dispatch p JOIN messages_delivery d ON d.dispatch_id = p.id
        WHERE p.finished_at IS NULL AND d.state = 'ready'
          AND (p.withdrawn_at IS NOT NULL OR p.expires_at <= statement_timestamp())
        LIMIT %(rows)s FOR UPDATE OF d SKIP LOCKED)
"""

UNFINISHED = "SELECT id FROM messages_dispatch WHERE finished_at IS NULL ORDER BY id"
LOCK = "SELECT id FROM messages_dispatch WHERE id = %s AND finished_at IS NULL FOR UPDATE SKIP LOCKED"
FINISH = """
    UPDATE messages_dispatch p SET finished_at = statement_timestamp()
    WHERE id = %s
      AND NOT EXISTS (SELECT FROM messages_chunk WHERE dispatch_id = p.id AND closed_at IS NULL)
      AND NOT EXISTS (SELECT FROM messages_delivery WHERE dispatch_id = p.id AND state = 'ready')
      AND NOT EXISTS (SELECT FROM messages_delivery WHERE dispatch_id = p.id AND state IN ('leased', 'sending'))
"""


def sweep() -> int:
    """Everything once. Returns how many deliveries moved."""
    moved = _all(LEASED) + _all(SENDING) + _all(TOO_LATE)
    reach("sweeping")
    while lose_patience() == MANY:
        pass
    for kind in channels.sending():
        if channels.load(kind).can().receipts:
            receipts.look_up(kind, None)
    finish()
    return moved


def _all(statement: str) -> int:
    """Run a statement, a transaction each, until it moves less than a full batch."""
    keyed = [kind for kind in channels.kinds() if channels.load(kind).can().idempotency_key]
    total = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"rows": ROWS, "keyed": keyed})
            total += (moved := int(cursor.rowcount))
            if moved < ROWS:
                return total


def reopen(dispatches: list[int]) -> int:
    """Look again at dispatches that were closed too early (`queries.stranded`). Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messages_dispatch SET finished_at = NULL WHERE id = ANY(%s)", [dispatches])
        return int(cursor.rowcount)


def finish() -> int:
    """Close the dispatches that have nothing left to send. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(UNFINISHED)
        ids = [row[0] for row in cursor.fetchall()]
    return sum(_finish(pk) for pk in ids)


def _finish(dispatch: int) -> int:
    """Lock first, look in a second statement: so a row that `actions.send_again` puts back is seen."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK, [dispatch])
        if cursor.fetchone() is None:
            return 0
        cursor.execute(FINISH, [dispatch])
        return int(cursor.rowcount)
