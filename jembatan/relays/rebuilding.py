"""A relay's state is what its hops say: compared, and rebuilt where the two differ."""

from dataclasses import dataclass

from django.db import connection, transaction

from jembatan.relays.models import SAYS

# What the hops of the asked version and newer ones say, relay by relay.
_SAID = """
    SELECT r.id, r.state AS kept, r.reached_at AS kept_at, coalesce(max(s.state), 0) AS said,
           min(greatest(h.at, r.asked_at)) FILTER (WHERE s.state >= 4) AS said_at
    FROM relays_relay r
    LEFT JOIN relays_hop h ON h.relay_id = r.id AND h.version >= r.asked_version
    LEFT JOIN unnest(%(kinds)s::text[], %(states)s::int[]) AS s(kind, state)
           ON s.kind = h.kind AND h.asked IS DISTINCT FROM 0
    GROUP BY r.id
"""
_DIFFERENT = f"SELECT * FROM ({_SAID}) x WHERE kept <> said OR kept_at IS DISTINCT FROM said_at ORDER BY id"  # noqa: S608
_VALUES = {"kinds": list(SAYS), "states": [state.value for state in SAYS.values()]}


@dataclass(frozen=True, slots=True)
class Difference:
    """A relay whose kept state is not what its hops say."""

    relay: int
    kept: int
    said: int


def differences() -> list[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT, _VALUES)
        return [Difference(row[0], row[1], row[3]) for row in cursor.fetchall()]


@transaction.atomic
def rebuild() -> int:
    """Set every relay to what its hops say; returns how many differed. Going back is allowed here alone."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jembatan.rebuilding = 'on'")
        cursor.execute(
            f"UPDATE relays_relay r SET state = d.said, reached_at = d.said_at, state_since = now() "  # noqa: S608
            f"FROM ({_DIFFERENT}) d WHERE d.id = r.id",
            _VALUES,
        )
        return cursor.rowcount
