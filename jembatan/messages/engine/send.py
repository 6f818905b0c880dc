"""One channel's letters on their way: while some are sent, the next are prepared."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from jembatan.messages import channels
from jembatan.messages.channels import Outcome, Send
from jembatan.messages.engine.batch import Batch, close, give_back, go, take
from jembatan.messages.engine.threads import database
from jembatan.messages.letters import Letter
from jembatan.messages.workflow import Fault, Result

log = logging.getLogger(__name__)

AT_ONCE = 2  # batches of a channel on their way in one worker
LATE = Outcome(Result.UNKNOWN, detail="no answer in time", fault=Fault.UNREACHABLE)

Stopping = Callable[[], bool]


async def flow(kind: str, stopping: Stopping, idle: Callable[[], Awaitable[bool]]) -> int:
    """Send what is due in a channel until `stopping`, or until `idle` says that it is over. Returns how many batches.

    What is on its way at the end is waited for; a batch that is not marked yet goes back at once.
    """
    done, flying = 0, set[asyncio.Task[None]]()
    async with channels.load(kind).open() as send:
        try:
            while not stopping():
                if batch := await database(take, kind):
                    done += 1
                    flying.add(asyncio.create_task(carry(batch, send, stopping)))
                    flying = await _landed(flying, AT_ONCE)
                elif not await idle():
                    break
        finally:
            await _landed(flying, 1)
    return done


async def _landed(flying: set[asyncio.Task[None]], room: int) -> set[asyncio.Task[None]]:
    """Wait until fewer than `room` are on their way; raises what went wrong in one of them."""
    while len(flying) >= room:
        landed, flying = await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
        for task in landed:
            task.result()
    return flying


async def carry(batch: Batch, send: Send, stopping: Stopping) -> None:
    """Mark, send outside any transaction, settle."""
    if not batch.units:
        return
    await _sleep(batch.wait, stopping)
    if stopping():
        await database(give_back, batch)
        return
    await database(go, batch)
    if letters := batch.letters():
        gap = 1 / batch.can.rate if batch.can.rate else 0.0
        await database(close, batch, await outcomes(send, letters, gap, batch.can.seconds))


async def outcomes(send: Send, letters: list[Letter], gap: float, seconds: float) -> list[Outcome]:
    """An outcome each. What is not answered in time may have gone out.

    One letter starts `gap` seconds after the other; each has `seconds`.
    """
    tasks = [asyncio.create_task(_outcome(send, letter, n * gap)) for n, letter in enumerate(letters)]
    _, late = await asyncio.wait(tasks, timeout=(len(letters) - 1) * gap + seconds)
    for task in late:
        task.cancel()
    return [LATE if task in late else task.result() for task in tasks]


async def _sleep(seconds: float, stopping: Stopping) -> None:
    until = asyncio.get_running_loop().time() + seconds
    while not stopping() and (left := until - asyncio.get_running_loop().time()) > 0:
        await asyncio.sleep(min(left, 0.25))


async def _outcome(send: Send, letter: Letter, wait: float) -> Outcome:
    """What the channel says; when it breaks, the letter may have gone out."""
    if wait:
        await asyncio.sleep(wait)
    try:
        return await send(letter)
    except Exception as error:
        log.exception("a channel broke while sending a letter")
        return Outcome(Result.UNKNOWN, detail=type(error).__name__)
