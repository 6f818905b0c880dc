"""SMS through any gateway that takes HTTP requests: what it wants to be asked stands in the settings."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from django.conf import settings

from jembatan.gateway import Gateway
from jembatan.messages.addresses import phone
from jembatan.messages.channels import Capabilities, Outcome, Send, http
from jembatan.messages.channels.sms import calls, words
from jembatan.messages.channels.sms.asking import Asking
from jembatan.messages.channels.sms.length import Size
from jembatan.messages.hearing import Heard
from jembatan.messages.letters import Draft, Letter

KEPT = 2.0  # seconds that an idle connection is used again: shorter than any server keeps one
LONGEST = http.LONGEST + http.CONNECTING


def can() -> Capabilities:
    """Without settings: what a gateway that promises nothing can do."""
    here: Gateway | None = settings.SMS
    if here is None:
        return Capabilities(False, False, False, batch=1, rate=None, seconds=LONGEST)
    return Capabilities(
        idempotency_key=bool(here.key_header),
        receipts=here.hook.receipts,
        inbound=here.hook.inbound,
        batch=here.batch,
        rate=here.rate,
        seconds=LONGEST,
    )


def configured() -> bool:
    return settings.SMS is not None


def normalise(address: str) -> str:
    """E.164; raises BadAddress."""
    return phone(address)


@asynccontextmanager
async def open() -> AsyncIterator[Send]:
    """Connections enough for two batches, kept between letters while they come fast."""
    here = _gateway()
    connector = aiohttp.TCPConnector(limit=here.batch * 2, keepalive_timeout=KEPT)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=http.CONNECTING)  # the engine waits for `can().seconds`
    same: dict[str, Any] = {"headers": here.headers, "cookie_jar": aiohttp.DummyCookieJar()}
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, **same) as session:
        # aiohttp repeats a GET or PUT by itself when its connection breaks, which would be the same SMS twice.
        session._retry_connection = False
        asking = Asking(here, answered=here.hook.inbound)

        async def send(letter: Letter) -> Outcome:
            return await asking.send(session, letter)

        yield send


def hear(body: bytes, headers: Mapping[str, str]) -> Heard:
    return calls.hear(_gateway().hook, body, headers)


def preview(draft: Draft) -> tuple[str, Size]:
    """What somebody would read, and how many messages that is, before anything is sent."""
    return words.preview(draft, answered=can().inbound)


def _gateway() -> Gateway:
    """Only what `configured` is opened or called."""
    assert settings.SMS is not None
    return settings.SMS
