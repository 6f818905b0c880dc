"""Asking a provider that does not call: one worker at a time, and how far it got is kept with what it got."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from jembatan.messages import channels, inbound
from jembatan.messages.engine.threads import database
from jembatan.messages.hearing import Heard

log = logging.getLogger(__name__)

LEASE = 60  # seconds, longer than one fetch lasts
PAUSE = 5.0  # seconds after an error, and for those whose turn it is not

# Returns the cursor to whoever has the turn.
TURN = """
    INSERT INTO messages_gate AS g (channel, fetched_by, fetched_until)
    VALUES (%(channel)s, %(me)s, clock_timestamp() + %(lease)s * interval '1 second')
    ON CONFLICT (channel) DO UPDATE SET fetched_by = %(me)s, fetched_until = excluded.fetched_until
    WHERE g.fetched_by = %(me)s OR g.fetched_until IS NULL OR g.fetched_until < clock_timestamp()
    RETURNING cursor
"""
KEEP = "UPDATE messages_gate SET cursor = %s WHERE channel = %s AND fetched_by = %s"


async def fetching(kind: str, stopping: Callable[[], bool]) -> None:
    """Fetch over and over until `stopping`."""
    channel: Any = channels.load(kind)
    me = uuid4()
    while not stopping():
        cursor = await database(_turn, kind, me)
        if cursor is None or not await _once(channel, kind, me, cursor, stopping):
            await asyncio.sleep(PAUSE if not stopping() else 0)


async def _once(channel: Any, kind: str, me: UUID, cursor: str, stopping: Callable[[], bool]) -> bool:
    """Whether it went well. At the end the waiting is broken off: what was not kept is told again."""
    try:
        async with asyncio.timeout(LEASE - 5):
            asked = await _unless(asyncio.create_task(channel.fetch(cursor)), stopping)
    except Exception as error:
        log.warning("%s could not be asked: %s", kind, type(error).__name__)
        return False
    if asked:
        await database(_keep, kind, me, *asked)
    return True


async def _unless(asking: asyncio.Task[tuple[Heard, str]], stopping: Callable[[], bool]) -> tuple[Heard, str] | None:
    """What was asked for; None when `stopping` came first."""
    try:
        while not asking.done() and not stopping():
            await asyncio.wait([asking], timeout=0.25)
        return asking.result() if asking.done() else None
    finally:
        asking.cancel()


def _turn(kind: str, me: UUID) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(TURN, {"channel": kind, "me": me, "lease": LEASE})
        row = cursor.fetchone()
    return row[0] if row else None


def _keep(kind: str, me: UUID, heard: Heard, after: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(KEEP, [after, kind, me])
        if cursor.rowcount:
            inbound.take(kind, heard)
