"""Who may get something now: not too fast to one address, and one bundle a day to one recipient.

The moment is taken in the database just before the marking, so two workers cannot both have it. A letter that was
marked before has its moment already: trying it again waits for nobody.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from jembatan.messages.engine.claim import Held
from jembatan.messages.engine.settle import let_go

BUNDLE = 20 * 3600.0  # seconds between two bundles: a day, without creeping later every day

PACE = """
    UPDATE messages_contact SET next_at = statement_timestamp() + %(pace)s * interval '1 second'
    WHERE id IN (SELECT id FROM messages_contact
                 WHERE id = ANY(%(ids)s) AND (next_at IS NULL OR next_at <= statement_timestamp())
                 ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id
"""

TODAY = """
    UPDATE messages_recipient SET bundled_at = statement_timestamp()
    WHERE id IN (SELECT id FROM messages_recipient
                 WHERE id = ANY(%(ids)s)
                   AND (bundled_at IS NULL OR bundled_at <= statement_timestamp() - %(bundle)s * interval '1 second')
                 ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id
"""

TOMORROW = """
    UPDATE messages_delivery d
    SET state = 'ready', token = NULL, lease_until = NULL, reason = 'bundled',
        ready_at = greatest(statement_timestamp(), coalesce(r.bundled_at, statement_timestamp())
                            + %(bundle)s * interval '1 second')
    FROM messages_recipient r, messages_dispatch p
    WHERE d.id = ANY(%(ids)s) AND d.token = %(token)s AND d.state = 'leased' AND r.id = d.recipient_id
      AND p.id = d.dispatch_id
      AND (p.bundle_by IS NULL OR r.bundled_at + %(bundle)s * interval '1 second' <= p.bundle_by)
    RETURNING d.id
"""


Unit = list[Held]  # what one letter says: several of one recipient in a bundle, else one


def bundled(token: UUID, units: Sequence[Unit]) -> list[Unit]:
    """Those whose recipients have had no bundle today; the others wait for tomorrow's, if that is not too late."""
    fresh = [unit[0].recipient_id for unit in units if not unit[0].attempts]
    free = set(_ids(TODAY, {"ids": fresh, "bundle": BUNDLE}))
    later = [unit for unit in units if not unit[0].attempts and unit[0].recipient_id not in free]
    waiting = set(_ids(TOMORROW, {"ids": _all(later), "token": token, "bundle": BUNDLE})) if later else set()
    going = ([held for held in unit if held.id not in waiting] for unit in units)
    return [unit for unit in going if unit]


def paced(token: UUID, units: Sequence[Unit], pace: float) -> list[Unit]:
    """One for each contact whose moment has come; the others wait for theirs."""
    free = set(_ids(PACE, {"ids": [unit[0].contact_id for unit in units], "pace": pace}))
    going: dict[int, Unit] = {}
    for unit in units:
        if unit[0].contact_id in free:
            going.setdefault(unit[0].contact_id, unit)
    later = [unit for unit in units if going.get(unit[0].contact_id) is not unit]
    if later:
        let_go(token, _all(later), wait=pace)
    return list(going.values())


def _all(units: Sequence[Unit]) -> list[int]:
    return [held.id for unit in units for held in unit]


def _ids(statement: str, values: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
