"""WhatsApp through Meta's Cloud API: https://developers.facebook.com/documentation/business-messaging/whatsapp."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from django.conf import settings

from jembatan.messages import addresses
from jembatan.messages.channels import Capabilities, Outcome, Send, http
from jembatan.messages.channels.whatsapp.answers import outcome
from jembatan.messages.channels.whatsapp.calls import greeting, read, signed
from jembatan.messages.channels.whatsapp.words import message
from jembatan.messages.errors import Forged
from jembatan.messages.hearing import Heard
from jembatan.messages.letters import Letter
from jembatan.messages.workflow import Result

__all__ = ["can", "configured", "hear", "normalise", "open"]

PACE = 6.0  # seconds between two letters to one person; quicker is error 131056


def can() -> Capabilities:
    """Meta knows no idempotency key."""
    return Capabilities(
        idempotency_key=False,
        receipts=True,
        inbound=True,
        batch=50,
        rate=settings.WHATSAPP.rate,
        seconds=http.LONGEST + 5,
        pace=PACE,
        patience=settings.WHATSAPP.patience,
    )


def configured() -> bool:
    return bool(settings.WHATSAPP.token)


def normalise(address: str) -> str:
    """An Indonesian number in E.164; raises BadAddress."""
    return addresses.phone(address)


@asynccontextmanager
async def open() -> AsyncIterator[Send]:
    url = f"{settings.WHATSAPP.url}/{settings.WHATSAPP.number_id}/messages"
    headers = {"Authorization": f"Bearer {settings.WHATSAPP.token}"}
    async with http.session(headers=headers) as session:

        async def send(letter: Letter) -> Outcome:
            if (values := message(letter)) is None:
                return Outcome(Result.REFUSED, detail="more than a day since they wrote, and no template is set up")
            answer = await http.ask(session, "POST", url, json=values)
            return answer if isinstance(answer, Outcome) else outcome(answer)

        yield send


def hear(body: bytes, headers: Mapping[str, str]) -> Heard:
    """A GET is Meta making sure that the address is ours; everything else is signed with the app's secret."""
    if headers.get("method") == "GET":
        return greeting(headers.get("query", ""))
    if not signed(body, headers.get("x-hub-signature-256", "")):
        raise Forged
    return read(body)
