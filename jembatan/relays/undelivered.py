"""Whose latest message about a relay did not arrive: it failed, or nobody knows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from jembatan.relays.models import Relay
from jembatan.relays.telling import MESSAGE_KINDS


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A dead letter of a person who was asked. The name is for those who may call them."""

    name: str
    state: str
    reason: str
    dispatch: int


# A person asked for several villages gets one message about all of them;
# a later one that arrived, or is on its way, makes it good.
_DEAD = """
    SELECT a.relay_id, who.name, d.state, coalesce(d.reason, ''), p.id
    FROM messages_dispatch p
    JOIN messages_delivery d ON d.dispatch_id = p.id AND d.state IN ('failed', 'uncertain')
    JOIN messages_recipient m ON m.id = d.recipient_id
    JOIN relays_asking a ON a.person_id = m.person_id AND a.revoked_at IS NULL
    JOIN people_person who ON who.id = a.person_id
    WHERE p.subject_id = %(release)s AND p.kind = ANY(%(kinds)s) AND p.withdrawn_at IS NULL
      AND a.relay_id = ANY(%(relays)s)
      AND NOT EXISTS (
        SELECT FROM messages_dispatch q JOIN messages_delivery l ON l.dispatch_id = q.id
        WHERE q.subject_id = p.subject_id AND q.kind = ANY(%(kinds)s)
          AND l.dispatch_id > d.dispatch_id AND l.recipient_id = d.recipient_id
          AND l.state NOT IN ('expired', 'opted_out', 'withdrawn'))
    ORDER BY a.relay_id, d.id
"""


def undelivered(relays: Collection[Relay]) -> dict[int, list[Undelivered]]:
    """Relay id → what did not arrive, for relays of one release. One query."""
    found: dict[int, list[Undelivered]] = defaultdict(list)
    release = next((relay.release_id for relay in relays), None)
    values = {"release": release, "kinds": list(MESSAGE_KINDS), "relays": [relay.pk for relay in relays]}
    with connection.cursor() as cursor:
        cursor.execute(_DEAD, values)
        for relay, name, state, reason, dispatch in cursor.fetchall():
            found[relay].append(Undelivered(name, state, reason, dispatch))
    return found
