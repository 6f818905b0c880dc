"""Openings of a relay's public link: how many there were, and when one of them is evidence.

Evidence is an opening on probably another device than a volunteer's or a colleague's: no mark and no session on it,
and another hash than those seen so today. Robots and previews are left out before (releases.readings.is_robot).
"""

from django.db import connection, transaction

from jembatan.areas.clock import today
from jembatan.relays.hops import confirmed_by_link
from jembatan.relays.models import Relay, State
from jembatan.releases.workflow import State as ReleaseState

MARK = "petugas"  # the cookie of a volunteer's device

# The mark stays: a device that was once seen as a volunteer's today is one all day.
_OPEN = """
    INSERT INTO relays_opening (relay_id, day, reader, volunteer) VALUES (%s, %s, %s, %s)
    ON CONFLICT (relay_id, day, reader) DO UPDATE SET volunteer = relays_opening.volunteer OR excluded.volunteer
    RETURNING volunteer
"""


def _write(relay: Relay, reader: bytes, volunteer: bool) -> bool:
    """Write the opening down, once a day for each reader; whether this device is a volunteer's."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [relay.pk, today(), reader, volunteer])
        (marked,) = cursor.fetchone()
    return bool(marked)


@transaction.atomic
def opened(*, relay: Relay, reader: bytes, volunteer: bool) -> bool:
    """Somebody opened the relay's link, or a volunteer their own (`volunteer`): then the device is known as theirs.

    Returns whether this was evidence that confirmed the relay. `reader` is releases.readings.reader_hash.
    """
    if _write(relay, reader, volunteer) or relay.state >= State.CONFIRMED:
        return False
    if relay.release.state != ReleaseState.PUBLISHED:
        return False
    return confirmed_by_link(relay=relay)


def counted(relay: Relay) -> int:
    """How many openings by others than volunteers."""
    return relay.openings.filter(volunteer=False).count()
