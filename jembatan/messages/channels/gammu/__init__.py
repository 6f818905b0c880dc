"""SMS through a modem in the office: Gammu's SMS daemon with its *files* service. A folder is all that we share.

What the daemon reads and writes: https://docs.gammu.org/smsd/files.html
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from django.conf import settings

from jembatan.messages.addresses import phone
from jembatan.messages.channels import Capabilities, Outcome, Send
from jembatan.messages.channels.gammu import arriving, leaving
from jembatan.messages.channels.sms import words
from jembatan.messages.channels.sms.length import Size
from jembatan.messages.hearing import Heard
from jembatan.messages.letters import Draft, Letter
from jembatan.modem_settings import Modem

LONGEST = 30.0  # seconds: a slow disk
LOOK, WAIT = 1.0, 20.0  # seconds between two looks, and until nothing is said


def can() -> Capabilities:
    """A letter has one file name, and where that stands already nothing is written: so the daemon takes it once.

    Receipts: what the modem could not send, always; what was delivered, where reports are asked for.
    """
    rate = settings.GAMMU.rate if settings.GAMMU else 1.0
    return Capabilities(idempotency_key=True, receipts=True, inbound=True, batch=1, rate=rate, seconds=LONGEST)


def configured() -> bool:
    return settings.GAMMU is not None


def normalise(address: str) -> str:
    """E.164; raises BadAddress."""
    return phone(address)


@asynccontextmanager
async def open() -> AsyncIterator[Send]:
    """Nothing is opened; a file is written in a thread."""
    modem = _modem()

    async def send(letter: Letter) -> Outcome:
        return await asyncio.to_thread(leaving.send, modem, letter)

    yield send


async def fetch(cursor: str) -> tuple[Heard, str]:
    """What the daemon put down. The files that `cursor` names are kept by us now, and leave the daemon's folders."""
    modem = _modem()
    await asyncio.to_thread(arriving.put_away, modem, cursor)
    until = asyncio.get_running_loop().time() + WAIT
    while True:
        heard, after = await asyncio.to_thread(arriving.look, modem)
        if after or asyncio.get_running_loop().time() >= until:
            return heard, after
        await asyncio.sleep(LOOK)


def preview(draft: Draft) -> tuple[str, Size]:
    """What somebody would read, and how many messages that is, before anything is sent."""
    return words.preview(draft, answered=True)


def _modem() -> Modem:
    """Only what `configured` is opened or asked."""
    assert settings.GAMMU is not None
    return settings.GAMMU
