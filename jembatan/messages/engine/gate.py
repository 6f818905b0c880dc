"""The way into a channel, shared by all workers on all machines: one row, so one pace and one breaker.

Moments are handed out in the database before the bytes go: a provider that takes 30 letters a second gets the next
one a thirtieth after the last, whoever sends it. Waiting costs no connection.
"""

import logging
from collections.abc import Sequence
from typing import Any

from django.db import connection

from jembatan.messages.channels import Outcome
from jembatan.messages.workflow import Fault, Result

log = logging.getLogger(__name__)

TOLERATED = 5  # letters in a row
FIRST_CLOSED, LONGEST_CLOSED = 5.0, 300.0  # seconds

# A moment later than this is nobody's yet: its letters would lose their lease while they wait for it (claim.LEASE).
AHEAD = 10.0  # seconds

# Returns the seconds until the first of `count` moments; nothing where that is too far off.
RESERVE = """
    INSERT INTO messages_gate AS g (channel, next_at)
    VALUES (%(channel)s, clock_timestamp() + %(last)s * interval '1 second')
    ON CONFLICT (channel) DO UPDATE
    SET next_at = greatest(g.next_at, clock_timestamp()) + %(last)s * interval '1 second'
    WHERE g.next_at <= clock_timestamp() + %(ahead)s * interval '1 second'
    RETURNING extract(epoch FROM next_at - clock_timestamp()) - %(last)s
"""

HOLD = """
    INSERT INTO messages_gate AS g (channel, next_at)
    VALUES (%(channel)s, clock_timestamp() + %(wait)s * interval '1 second')
    ON CONFLICT (channel) DO UPDATE
    SET next_at = greatest(g.next_at, clock_timestamp() + %(wait)s * interval '1 second')
"""

# A channel without a rate hands out no moments: there the gate is closed instead.
SHUT = """
    INSERT INTO messages_gate AS g (channel, closed_until)
    VALUES (%(channel)s, clock_timestamp() + %(wait)s * interval '1 second')
    ON CONFLICT (channel) DO UPDATE
    SET closed_until = greatest(g.closed_until, clock_timestamp() + %(wait)s * interval '1 second')
"""

# Who finds the time of a closed gate over closes it again for a while and goes through alone, with one letter.
ROOM = """
    WITH g AS (
        SELECT closed_until, next_at > clock_timestamp() + %(ahead)s * interval '1 second' AS given_away
        FROM messages_gate WHERE channel = %(channel)s
    ), probe AS (
        UPDATE messages_gate SET closed_until = clock_timestamp() + %(wait)s * interval '1 second'
        WHERE channel = %(channel)s AND closed_until <= clock_timestamp() AND NOT (SELECT given_away FROM g)
        RETURNING true
    )
    SELECT CASE WHEN g.given_away THEN 'closed' WHEN g.closed_until IS NULL THEN 'open'
                WHEN EXISTS (SELECT FROM probe) THEN 'probe' ELSE 'closed' END
    FROM g
"""

FAILED = """
    INSERT INTO messages_gate AS g (channel, failures, told) VALUES (%(channel)s, %(count)s, %(told)s)
    ON CONFLICT (channel) DO UPDATE SET failures = g.failures + %(count)s, told = %(told)s
    RETURNING failures
"""
# Both return since when it had been closed.
CLOSE = """
    WITH before AS MATERIALIZED (SELECT closed_since FROM messages_gate WHERE channel = %(channel)s FOR UPDATE)
    UPDATE messages_gate g SET closed_until = clock_timestamp() + %(wait)s * interval '1 second',
           closed_since = coalesce(g.closed_since, clock_timestamp())
    FROM before WHERE g.channel = %(channel)s RETURNING before.closed_since
"""
OPEN = """
    WITH before AS MATERIALIZED (SELECT closed_since FROM messages_gate WHERE channel = %(channel)s
                                 AND (failures > 0 OR closed_until IS NOT NULL) FOR UPDATE)
    UPDATE messages_gate g SET failures = 0, closed_until = NULL, closed_since = NULL
    FROM before WHERE g.channel = %(channel)s RETURNING before.closed_since
"""


def reserve(channel: str, count: int, rate: float) -> float | None:
    """Take `count` moments, `1 / rate` seconds apart. Returns the seconds to wait for the first; None if too many."""
    with connection.cursor() as cursor:
        cursor.execute(RESERVE, {"channel": channel, "last": count / rate, "ahead": AHEAD})
        row = cursor.fetchone()
    return max(0.0, float(row[0])) if row else None


def room(channel: str, limit: int, wait: float) -> int:
    """How many letters may be claimed now: one to try a gate again that the breaker had closed.

    None while it is closed, or while the moments of the near future are given away.
    """
    with connection.cursor() as cursor:
        cursor.execute(ROOM, {"channel": channel, "wait": wait, "ahead": AHEAD})
        row = cursor.fetchone()
    return {"open": limit, "probe": 1, "closed": 0}[row[0] if row else "open"]


def note(channel: str, outcomes: Sequence[Outcome], *, rated: bool = True) -> None:
    """Learn from what was said: a yes opens the gate, many times no answer closes it, *wait* makes everybody wait."""
    if wait := max((o.after or 1.0 for o in outcomes if o.fault == Fault.THROTTLED), default=0.0):
        _run(HOLD if rated else SHUT, {"channel": channel, "wait": wait})
        return
    away = [o for o in outcomes if o.fault == Fault.UNREACHABLE]
    if len(away) < len(outcomes):
        if any(o.result in {Result.ACCEPTED, Result.REFUSED} for o in outcomes):
            _open(channel)
    elif away:
        _close(channel, away)


def _close(channel: str, away: Sequence[Outcome]) -> None:
    with connection.cursor() as cursor:
        told = (away[-1].detail or "")[:200]
        cursor.execute(FAILED, {"channel": channel, "count": len(away), "told": told})
        failures = int(cursor.fetchone()[0])
    if failures >= TOLERATED:
        again = min(FIRST_CLOSED * 2.0 ** min((failures - TOLERATED) // TOLERATED, 10), LONGEST_CLOSED)
        if _run(CLOSE, {"channel": channel, "wait": again}) == (None,):
            log.error("channel %s is paused: %s letters in a row were not taken (%s)", channel, failures, told)


def _open(channel: str) -> None:
    if (before := _run(OPEN, {"channel": channel})) and (since := before[0]):
        log.warning("channel %s goes again; it was paused since %s", channel, f"{since:%Y-%m-%d %H:%M:%S %Z}")


def _run(statement: str, values: object) -> Any:
    """What it returns, None for nothing."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)  # type: ignore[arg-type]
        return cursor.fetchone() if cursor.description else None
