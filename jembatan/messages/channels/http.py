"""A letter over HTTP: what the connection's fate means. What the providers answer, each channel reads itself."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from yarl import URL

from jembatan.messages.channels import Outcome
from jembatan.messages.workflow import Fault, Result

CONNECTING = 5.0  # seconds
LONGEST = 20.0  # seconds for one request


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]  # by any case

    def json(self) -> dict[str, Any]:
        """The object in it; empty when it is none."""
        with suppress(ValueError, RecursionError):
            read = json.loads(self.body.decode(errors="replace"))
            return read if isinstance(read, dict) else {}
        return {}

    def retry_after(self) -> float | None:
        """Seconds, from a number or a date (RFC 9110, 10.2.3); None where nothing is said."""
        said = self.headers.get("Retry-After", "").strip()
        with suppress(ValueError):
            if said.isascii() and said.isdecimal():
                return float(said[:9])
            return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
        return None


def session(**more: Any) -> aiohttp.ClientSession:
    """No letter waits for a connection of another: how many are in flight is `Capabilities.batch`'s business."""
    timeout = aiohttp.ClientTimeout(total=LONGEST, sock_connect=CONNECTING)
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout, **more)


async def ask(session: aiohttp.ClientSession, method: str, url: str | URL, **more: Any) -> Answer | Outcome:
    """The provider's answer; an Outcome when there is none.

    Without a connection nothing was sent. Once there was one, the bytes may have gone out.
    """
    try:
        async with session.request(method, url, allow_redirects=False, **more) as response:
            return Answer(response.status, await response.read(), response.headers)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        return Outcome(Result.NOT_SENT, detail=type(error).__name__, fault=Fault.UNREACHABLE)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Outcome(Result.UNKNOWN, detail=type(error).__name__, fault=Fault.UNREACHABLE)


def broken(answer: Answer, detail: str = "") -> Outcome:
    """A 5xx: 503 says that nothing was done (RFC 9110, 15.6.4); behind any other the letter may have been taken."""
    result = Result.NOT_SENT if answer.status == 503 else Result.UNKNOWN
    after = answer.retry_after() if result == Result.NOT_SENT else None
    return Outcome(result, detail=detail or f"HTTP {answer.status}", fault=Fault.UNREACHABLE, after=after)
