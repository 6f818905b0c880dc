"""Long polling, for an office without an address on the open web: https://core.telegram.org/bots/api#getupdates."""

import asyncio
import logging
from typing import Any

import aiohttp
from django.conf import settings

from jembatan.messages.channels import Outcome, http
from jembatan.messages.channels.telegram import bot
from jembatan.messages.channels.telegram.updates import Update, pressed, said
from jembatan.messages.errors import Garbled
from jembatan.messages.hearing import Heard, Said

log = logging.getLogger(__name__)

WAIT = 25  # seconds that Telegram keeps the question when there is no news
PATIENT = aiohttp.ClientTimeout(total=WAIT + 15, sock_connect=http.CONNECTING)
QUICK = aiohttp.ClientTimeout(total=5)


class NotAsked(Exception):
    """No news because Telegram did not answer, or had no good word."""


class WebhookStillSet(NotAsked):
    """Telegram calls another address: `jembatan telegram` ends that."""


async def fetch(cursor: str) -> tuple[Heard, str]:
    """The cursor is the first update that was not told yet; asking with it makes Telegram forget those before."""
    if settings.TELEGRAM.mode != bot.POLLING:
        await asyncio.sleep(WAIT)  # Telegram calls us; two ways at once it refuses
        return Heard(), cursor
    async with http.session() as session:
        updates = await _updates(session, cursor)
        await _acknowledge(session, updates)
    return Heard(said=[one for update in updates for one in _said(update)]), _after(updates, cursor)


async def _updates(session: aiohttp.ClientSession, cursor: str) -> list[Update]:
    values: dict[str, Any] = {"timeout": WAIT, "allowed_updates": bot.UPDATES}
    values |= {"offset": int(cursor)} if cursor else {}
    answer = await http.ask(session, "POST", bot.url("getUpdates"), json=values, timeout=PATIENT)
    if isinstance(answer, Outcome):
        raise NotAsked(answer.detail)
    found = answer.json()
    if answer.status == 409 and "webhook" in str(found.get("description")):
        raise WebhookStillSet
    if found.get("ok") is not True or not isinstance(updates := found.get("result"), list):
        raise NotAsked(answer.status)
    return [update for update in updates if isinstance(update, dict)]


def _said(update: Update) -> list[Said]:
    """One that cannot be read must not hold up the others."""
    try:
        return said(update)
    except Garbled:
        log.warning("an update of Telegram could not be read")
        return []


def _after(updates: list[Update], cursor: str) -> str:
    numbers = [number for update in updates if isinstance(number := update.get("update_id"), int)]
    return str(max(numbers) + 1) if numbers else cursor


async def _acknowledge(session: aiohttp.ClientSession, updates: list[Update]) -> None:
    """End the waiting sign on pressed buttons. Not heard: it ends by itself."""
    queries = filter(None, map(pressed, updates))
    asks = (
        http.ask(session, "POST", bot.url("answerCallbackQuery"), json={"callback_query_id": query}, timeout=QUICK)
        for query in queries
    )
    await asyncio.gather(*asks)
