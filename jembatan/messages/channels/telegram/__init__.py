"""Telegram through a bot: https://core.telegram.org/bots/api. An address is the id of a private chat."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from hmac import compare_digest

from django.conf import settings
from django.utils.translation import gettext as _

from jembatan.messages.channels import Capabilities, Outcome, Send, http
from jembatan.messages.channels.telegram import bot
from jembatan.messages.channels.telegram.answers import outcome
from jembatan.messages.channels.telegram.fetching import fetch
from jembatan.messages.channels.telegram.updates import acknowledgement, read, said
from jembatan.messages.channels.telegram.words import message
from jembatan.messages.errors import BadAddress, Forged
from jembatan.messages.hearing import Heard
from jembatan.messages.letters import Letter

__all__ = ["can", "configured", "fetch", "hear", "join_url", "normalise", "open"]

PACE = 1.0  # seconds between two letters to one chat (https://core.telegram.org/bots/faq, "Broadcasting to Users")
DIGITS = 16  # an id has at most 52 significant bits


def can() -> Capabilities:
    """Neither a key nor receipts: what Telegram took is all that it tells."""
    return Capabilities(
        idempotency_key=False,
        receipts=False,
        inbound=True,
        batch=30,
        rate=settings.TELEGRAM.rate,
        seconds=http.LONGEST + 5,
        pace=PACE,
    )


def configured() -> bool:
    return bool(settings.TELEGRAM.token)


def normalise(address: str) -> str:
    """The id of a private chat, a positive number; a name (@sari) cannot be written to. Raises BadAddress."""
    address = address.strip()
    if not (address.isascii() and address.isdecimal() and len(address) <= DIGITS and int(address)):
        raise BadAddress(_("“%(address)s” bukan nomor obrolan Telegram. Isi angka saja.") % {"address": address})
    return str(int(address))


@asynccontextmanager
async def open() -> AsyncIterator[Send]:
    async with http.session() as session:

        async def send(letter: Letter) -> Outcome:
            answer = await http.ask(session, "POST", bot.url("sendMessage"), json=message(letter))
            return answer if isinstance(answer, Outcome) else outcome(letter, answer)

        yield send


def hear(body: bytes, headers: Mapping[str, str]) -> Heard:
    """One update. The secret of the header is the one that `bot.register` gave to Telegram."""
    shown = headers.get("x-telegram-bot-api-secret-token", "")
    if not compare_digest(shown.encode(), bot.secret().encode()):
        raise Forged
    update = read(body)
    return Heard(said=said(update), answer=acknowledgement(update))


def join_url(token: str) -> str:
    """Where a tap opens the bot and says "/start <token>": https://core.telegram.org/bots/features#deep-linking."""
    return f"https://t.me/{settings.TELEGRAM.bot}?start={token}"
