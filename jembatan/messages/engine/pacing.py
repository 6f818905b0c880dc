"""Who may get something now: not too fast to one address, and one bundle a day to one recipient.

The moment is taken in the database just before the marking, so two workers cannot both have it. A letter that was
marked before has its moment already: trying it again waits for nobody.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from jembatan.messages.engine.held import Unit
from jembatan.messages.engine.settle import let_go

BUNDLE = 20 * 3600.0  # seconds between two bundles: a day, without creeping later every day

PACE = """
    UPDATE messages_contact SET next_at = statement_timestamp() + %(pace)s * interval '1 second'
    WHERE id IN (SELECT id FROM messages_contact
                 WHERE id = ANY(%(ids)s) AND (next_at IS NULL OR next_at <= statement_timestamp())
                 ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING id
"""

# Who is in the middle of it is waited for: perhaps their day is given back.
TODAY = """
    UPDATE messages_recipient r SET bundled_at = statement_timestamp()
    FROM (SELECT id, bundled_at FROM messages_recipient
          WHERE id = ANY(%(ids)s)
            AND (bundled_at IS NULL OR bundled_at <= statement_timestamp() - %(bundle)s * interval '1 second')
          ORDER BY id FOR NO KEY UPDATE) before
    WHERE r.id = before.id
    RETURNING r.id, before.bundled_at
"""
NOT_TODAY = """
    UPDATE messages_recipient r SET bundled_at = v.at
    FROM unnest(%(ids)s::bigint[], %(before)s::timestamptz[]) AS v(id, at) WHERE r.id = v.id
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


Days = dict[int, datetime | None]  # by recipient, the moment of the bundle before today's


def bundled(token: UUID, units: Sequence[Unit]) -> tuple[list[Unit], Days]:
    """Those whose recipients have had no bundle today, and whose day they take.

    The others wait for tomorrow's, if that is not too late.
    """
    fresh = [unit[0].recipient_id for unit in units if _fresh(unit)]
    days: Days = dict(_rows(TODAY, {"ids": fresh, "bundle": BUNDLE})) if fresh else {}
    later = [unit for unit in units if _fresh(unit) and unit[0].recipient_id not in days]
    waiting = set(_rows(TOMORROW, {"ids": _all(later), "token": token, "bundle": BUNDLE})) if later else set()
    going = ([held for held in unit if (held.id,) not in waiting] for unit in units)
    return [unit for unit in going if unit], days


def give_back_days(days: Days, going: Sequence[Unit]) -> None:
    """Whoever gets nothing after all, because the lease or the contact was lost, has had no bundle today."""
    without = days.keys() - {unit[0].recipient_id for unit in going}
    if without:
        with connection.cursor() as cursor:
            cursor.execute(NOT_TODAY, {"ids": list(without), "before": [days[pk] for pk in without]})


def paced(token: UUID, units: Sequence[Unit], pace: float) -> list[Unit]:
    """One for each contact whose moment has come; the others wait for theirs."""
    free = {pk for (pk,) in _rows(PACE, {"ids": [unit[0].contact_id for unit in units], "pace": pace})}
    going: dict[int, Unit] = {}
    for unit in units:
        if unit[0].contact_id in free:
            going.setdefault(unit[0].contact_id, unit)
    later = [unit for unit in units if going.get(unit[0].contact_id) is not unit]
    if later:
        let_go(token, _all(later), wait=pace)
    return list(going.values())


def _fresh(unit: Unit) -> bool:
    return not any(held.attempts for held in unit)


def _all(units: Sequence[Unit]) -> list[int]:
    return [held.id for unit in units for held in unit]


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
