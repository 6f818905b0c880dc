"""A relay's state is what its hops say: compared, and rebuilt where the two differ."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from jembatan.relays.models import SAYS
from jembatan.releases.models import Release

# What the hops of the asked version and newer ones say, relay by relay.
_SAID = """
    SELECT r.id, r.state AS kept, r.reached_at AS kept_at, coalesce(max(s.state), 0) AS said,
           min(greatest(h.at, r.asked_at)) FILTER (WHERE s.state >= 4) AS said_at,
           coalesce((array_agg(greatest(h.at, r.asked_at) ORDER BY s.state DESC, h.at)
                     FILTER (WHERE s.state IS NOT NULL))[1], r.asked_at) AS since
    FROM relays_relay r
    LEFT JOIN relays_hop h ON h.relay_id = r.id AND h.version >= r.asked_version
    LEFT JOIN unnest(%(kinds)s::text[], %(states)s::int[]) AS s(kind, state)
           ON s.kind = h.kind AND h.asked IS DISTINCT FROM 0
    WHERE (%(release)s::bigint IS NULL OR r.release_id = %(release)s)
      AND (%(relays)s::bigint[] IS NULL OR r.id = ANY(%(relays)s))
    GROUP BY r.id
"""
_DIFFERENT = f"""
    SELECT * FROM ({_SAID}) x WHERE kept <> said OR kept_at IS DISTINCT FROM said_at ORDER BY id
"""  # noqa: S608  (constants; values go as parameters)


_LOCK = "SELECT id FROM relays_relay WHERE id = ANY(%s) ORDER BY id FOR UPDATE"
_SET = f"""
    UPDATE relays_relay r SET state = d.said, reached_at = d.said_at, state_since = d.since
    FROM ({_DIFFERENT}) d WHERE d.id = r.id
"""  # noqa: S608


def _values(release: Release | None, relays: list[int] | None = None) -> dict[str, Any]:
    states = [state.value for state in SAYS.values()]
    return {"kinds": list(SAYS), "states": states, "release": release.pk if release else None, "relays": relays}


@dataclass(frozen=True, slots=True)
class Difference:
    """A relay whose kept state is not what its hops say."""

    relay: int
    kept: int
    said: int


def differences(release: Release | None = None) -> list[Difference]:
    """Of one release, or of all."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT, _values(release))
        return [Difference(row[0], row[1], row[3]) for row in cursor.fetchall()]


@transaction.atomic
def rebuild(release: Release | None = None) -> int:
    """Set every relay (of one release, or of all) to what its hops say; returns how many differed.

    Going back is allowed here alone. The rows are locked and then compared once more: a hop that was being told when
    they were first read counts too.
    """
    found = [different.relay for different in differences(release)]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jembatan.rebuilding = 'on'")
        cursor.execute(_LOCK, [found])
        cursor.execute(_SET, _values(release, found))
        return int(cursor.rowcount)
