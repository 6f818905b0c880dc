"""The inbox inside the application: nothing to send, something to count."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from jembatan.messages.channels import Capabilities, Outcome, Send
from jembatan.messages.letters import Letter
from jembatan.messages.workflow import Result


def can() -> Capabilities:
    return Capabilities(
        idempotency_key=True, receipts=False, inbound=False, batch=1000, rate=None, seconds=30, silent=True
    )


def configured() -> bool:
    return True


def normalise(_address: str) -> str:
    """The inbox has no address."""
    return ""


@asynccontextmanager
async def open() -> AsyncIterator[Send]:
    """The delivery itself is the message: it lies in the inbox as soon as it is accepted."""
    yield _accept


async def _accept(_letter: Letter) -> Outcome:
    return Outcome(Result.ACCEPTED)
