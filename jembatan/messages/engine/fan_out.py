"""A chunk of recipients becomes deliveries: lock the chunk, insert, count, close; one transaction."""

import logging

from django.db import Error, connection, transaction
from django.db.backends.utils import CursorWrapper

from jembatan.messages import channels
from jembatan.messages.engine.points import reach
from jembatan.messages.wake import WAKE_UP

log = logging.getLogger(__name__)

# The commit need not reach the disk at once: a crash of the server would take the chunk's closing and its deliveries
# together, and the commit that marks a letter, just before its bytes, waits for all that came before it.
UNHURRIED = "SET LOCAL synchronous_commit = off"

NEXT = """
    SELECT c.id, c.dispatch_id, c.expected, p.only_contact_id
    FROM messages_chunk c JOIN messages_dispatch p ON p.id = c.dispatch_id
    WHERE c.closed_at IS NULL
    ORDER BY c.alarm <> '', p.urgent DESC, c.dispatch_id, c.number
    LIMIT 1 FOR UPDATE OF c SKIP LOCKED
"""

# One contact for each: the first live one that a channel can send to and that was confirmed, or the one that the
# dispatch names. A recipient without any is excluded.
INSERT = """
    WITH chosen AS MATERIALIZED (
        SELECT DISTINCT ON (recipient_id) recipient_id, id AS contact_id, channel
        FROM messages_contact
        WHERE recipient_id = ANY((SELECT recipient_ids FROM messages_chunk WHERE id = %(chunk)s)::bigint[])
          AND ended_at IS NULL AND channel = ANY(%(channels)s)
          AND CASE WHEN %(only)s::bigint IS NULL THEN verified_at IS NOT NULL ELSE id = %(only)s END
        ORDER BY recipient_id, position, id
    ), fresh AS (
        INSERT INTO messages_delivery (dispatch_id, recipient_id, contact_id, channel, state)
        SELECT %(dispatch)s, recipient_id, contact_id, channel, (
            SELECT CASE WHEN withdrawn_at IS NOT NULL THEN 'withdrawn'
                        WHEN expires_at <= statement_timestamp() THEN 'expired' ELSE 'ready' END
            FROM messages_dispatch WHERE id = %(dispatch)s)
        FROM chosen
        RETURNING true
    )
    SELECT (SELECT count(*) FROM fresh), expected - (SELECT count(*) FROM chosen)
    FROM messages_chunk WHERE id = %(chunk)s
"""

CLOSE = """
    WITH closed AS (
        UPDATE messages_chunk
        SET inserted = %(inserted)s, excluded = %(excluded)s, closed_at = statement_timestamp(), alarm = ''
        WHERE id = %(chunk)s
    )
    UPDATE messages_dispatch SET excluded = excluded + %(excluded)s WHERE id = %(dispatch)s AND %(excluded)s > 0
"""


class Miscount(Exception):
    """A chunk did not become as many rows as it has recipients."""


def next_chunk() -> int:
    """Fan out the next open chunk, urgent ones first. Returns the deliveries made, 0 when none was open.

    A chunk that does not add up stays open with an alarm, whole: it is tried again after all others.
    """
    chunk = 0
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(UNHURRIED)
            cursor.execute(NEXT)
            if (row := cursor.fetchone()) is None:
                return 0
            chunk, dispatch, expected, only = row
            reach("chunk locked")
            done = _fan_out(cursor, chunk, dispatch, expected, only)
        reach("chunk closed")
        return done
    except (Miscount, Error) as error:
        if not chunk:
            raise
        _alarm(chunk, error)
        return 0


def _fan_out(cursor: CursorWrapper, chunk: int, dispatch: int, expected: int, only: int | None) -> int:
    cursor.execute(INSERT, {"chunk": chunk, "dispatch": dispatch, "channels": channels.sending(), "only": only})
    inserted, excluded = cursor.fetchone()
    if inserted + excluded != expected:
        raise Miscount(f"{expected} expected, {inserted} inserted, {excluded} excluded")
    cursor.execute(CLOSE, {"chunk": chunk, "dispatch": dispatch, "inserted": inserted, "excluded": excluded})
    cursor.execute(f"NOTIFY {WAKE_UP}")
    return expected


def _alarm(chunk: int, error: Exception) -> None:
    """Write down why; raises when the database itself is gone."""
    why = " ".join(str(error).split())[:200]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messages_chunk SET alarm = %s WHERE id = %s AND alarm <> %s", [why, chunk, why])
        if cursor.rowcount:
            log.error("chunk %s stays open: %s", chunk, why)
