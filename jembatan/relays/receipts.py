"""What a provider's receipt says about a relay: the message is on the volunteer's telephone.

*Seen* is for the link, so a read mark says no more than *delivered* here.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from jembatan.relays.models import SAYS, HopKind

# A letter speaks of the villages that its reader had been asked for when its dispatch was opened; the clocks of two
# machines may differ a little. Its version stands in the dispatch's key (`telling.tell`).
_TOLD = """
    SELECT a.relay_id, a.person_id, substring(p.key FROM ':v([0-9]{1,6})')::int AS version, min(v.at) AS at
    FROM unnest(%(ids)s::bigint[], %(times)s::timestamptz[]) AS v(id, at)
    JOIN messages_delivery d ON d.id = v.id
    JOIN messages_dispatch p ON p.id = d.dispatch_id
         AND p.kind IN ('release', 'release_reminder', 'release_escalation')
    JOIN messages_recipient m ON m.id = d.recipient_id
    JOIN relays_asking a ON a.person_id = m.person_id AND a.revoked_at IS NULL
         AND a.at <= p.created_at + interval '1 minute'
    JOIN relays_relay r ON r.id = a.relay_id AND r.release_id = p.subject_id
    GROUP BY 1, 2, 3
"""
_LOCK = "SELECT id FROM relays_relay WHERE id = ANY(%(relays)s::bigint[]) ORDER BY id FOR UPDATE"
_HOPS = """
    INSERT INTO relays_hop (relay_id, kind, key, at, heard_at, version, by_id, evidence, places, photo, note)
    SELECT relay, %(kind)s, 'delivered:' || relay || ':' || person || ':' || version, least(at, statement_timestamp()),
           statement_timestamp(), version, person, '', '{}', '', ''
    FROM unnest(%(relays)s::bigint[], %(people)s::bigint[], %(versions)s::int[], %(at)s::timestamptz[])
         AS v(relay, person, version, at)
    ON CONFLICT (key) DO NOTHING
    RETURNING id
"""
# As `hops._advance` does for one.
_RELAYS = """
    UPDATE relays_relay r SET state = %(state)s, state_since = h.since
    FROM (
        SELECT h.relay_id, min(greatest(h.at, r.asked_at)) AS since
        FROM relays_hop h JOIN relays_relay r ON r.id = h.relay_id
        WHERE h.id = ANY(%(hops)s::bigint[]) AND h.version >= r.asked_version
        GROUP BY 1
    ) h
    WHERE r.id = h.relay_id AND (r.state < %(state)s OR r.state = %(state)s AND h.since < r.state_since)
"""


def take(arrived: Mapping[int, datetime]) -> None:
    """Note it for every village that the letter spoke of. Delivery id → when it arrived; twice is the same as once."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, {"ids": list(arrived), "times": list(arrived.values())})
        told = [row for row in cursor.fetchall() if row[2]]
        if not told:
            return
        relays, people, versions, at = (list(column) for column in zip(*told, strict=True))
        values = {"relays": relays, "people": people, "versions": versions, "at": at}
        cursor.execute(_LOCK, values)  # a statement of its own: what others changed meanwhile is seen by the next
        cursor.execute(_HOPS, values | {"kind": HopKind.DELIVERED.value})
        hops = [row[0] for row in cursor.fetchall()]
        cursor.execute(_RELAYS, {"hops": hops, "state": SAYS[HopKind.DELIVERED].value})
