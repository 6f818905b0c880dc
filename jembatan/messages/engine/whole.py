"""A bundle that may have arrived goes out again as the same letter, with the same key, or not now.

Its deliveries can come apart: the sweeper frees them one by one, and another worker may hold one of them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from random import uniform
from typing import Any

from django.db.backends.utils import CursorWrapper

from jembatan.messages.engine.held import Held
from jembatan.messages.workflow import OPEN

# Of each of these whose letter may have arrived: what went out in it.
SAME = """
    SELECT d.id, s.id, s.state
    FROM messages_delivery d
    JOIN messages_dispatch p ON p.id = d.dispatch_id AND p.bundle
    JOIN messages_attempt a ON a.delivery_id = d.id AND a.number = d.attempts
    JOIN messages_delivery s ON s.recipient_id = d.recipient_id
    JOIN messages_attempt b ON b.delivery_id = s.id AND b.token = a.token
    JOIN messages_dispatch q ON q.id = s.dispatch_id AND q.bundle AND q.kind = p.kind
    WHERE d.id = ANY(%(ids)s)
      AND EXISTS (SELECT FROM messages_attempt WHERE delivery_id = d.id AND outcome = 'unknown')
    ORDER BY d.id, s.id
"""

FETCH = """
    UPDATE messages_delivery d
    SET state = 'leased', state_at = clock_timestamp(), token = %(token)s,
        lease_until = statement_timestamp() + %(lease)s * interval '1 second'
    WHERE d.id = ANY (ARRAY(
        SELECT id FROM messages_delivery WHERE id = ANY(%(ids)s) AND channel = %(channel)s AND state = 'ready'
        FOR UPDATE SKIP LOCKED))
    RETURNING d.id, d.dispatch_id, d.recipient_id, d.contact_id, d.attempts, d.round
"""

LEAVE = """
    UPDATE messages_delivery SET state = 'ready', token = NULL, lease_until = NULL,
           ready_at = statement_timestamp() + %(wait)s * interval '1 second'
    WHERE id = ANY(%(ids)s) AND token = %(token)s AND state = 'leased'
"""


def whole(cursor: CursorWrapper, values: dict[str, Any], held: list[Held], again: Sequence[int]) -> list[Held]:
    """What is held, with what belongs to the letters of `again`; those of which another worker has a part are left."""
    cursor.execute(SAME, {"ids": list(again)})
    letters: dict[int, dict[int, str]] = defaultdict(dict)
    for pk, other, state in cursor.fetchall():
        letters[pk][other] = state
    open_ones = {pk: {other for other, state in parts.items() if state in OPEN} for pk, parts in letters.items()}
    mine = {one.id for one in held}
    if missing := sorted(set().union(*open_ones.values()) - mine):
        cursor.execute(FETCH, values | {"ids": missing})
        held = held + [Held(*row) for row in cursor.fetchall()]
        mine = {one.id for one in held}
    apart = {other for parts in open_ones.values() if parts - mine for other in parts}
    if apart & mine:
        cursor.execute(LEAVE, values | {"ids": sorted(apart & mine), "wait": uniform(0.5, 2)})  # noqa: S311 - no secret
    first = {other: min(letters[pk]) for pk, parts in open_ones.items() for other in parts}
    return [replace(one, letter=first.get(one.id, 0)) for one in held if one.id not in apart]
