"""Whose message about a relay waits on purpose: for the morning, or for the next message of the day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from jembatan.relays.models import Relay
from jembatan.relays.telling import MESSAGE_KINDS

ON_PURPOSE = ("quiet hours", "bundled")  # the reasons that the engine writes


@dataclass(frozen=True, slots=True)
class Held:
    reason: str
    until: datetime


# A village of which any message is out, or on its way, waits for people and not for us.
_HELD = """
    SELECT a.relay_id, (array_agg(d.reason ORDER BY d.ready_at))[1], min(d.ready_at)
    FROM messages_dispatch p
    JOIN messages_delivery d ON d.dispatch_id = p.id AND d.channel <> 'inbox'
    JOIN messages_recipient m ON m.id = d.recipient_id
    JOIN relays_asking a ON a.person_id = m.person_id AND a.revoked_at IS NULL
    WHERE p.subject_id = %(release)s AND p.kind = ANY(%(kinds)s) AND p.withdrawn_at IS NULL
      AND a.relay_id = ANY(%(relays)s)
    GROUP BY 1
    HAVING bool_and(d.state = 'ready' AND d.reason = ANY(%(reasons)s) AND d.ready_at > statement_timestamp())
"""


def held(relays: Collection[Relay]) -> dict[int, Held]:
    """Relay id → why its first message waits and until when, for relays of one release. One query."""
    values = {
        "release": next((relay.release_id for relay in relays), None),
        "kinds": list(MESSAGE_KINDS),
        "reasons": list(ON_PURPOSE),
        "relays": [relay.pk for relay in relays],
    }
    with connection.cursor() as cursor:
        cursor.execute(_HELD, values)
        return {relay: Held(reason, until) for relay, reason, until in cursor.fetchall()}
