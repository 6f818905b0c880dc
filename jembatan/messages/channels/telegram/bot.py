"""The bot: where its methods are, and how Telegram learns where we listen."""

import asyncio
from typing import Any

from django.conf import settings
from django.urls import reverse

from jembatan.keyring import mac
from jembatan.messages.channels import Outcome, http

POLLING, WEBHOOK = "polling", "webhook"
UPDATES = ["message", "callback_query", "my_chat_member"]  # what we want to hear of


class Refused(Exception):
    """Telegram did not do what it was asked; the text says why and may be shown."""


def url(method: str) -> str:
    """It holds the token: never into a log."""
    return f"{settings.TELEGRAM.url}/bot{settings.TELEGRAM.token}/{method}"


def secret() -> str:
    """What Telegram shows with every call. It follows from the token, so there is nothing to set up or to copy."""
    return mac("telegram-webhook", settings.TELEGRAM.token).hex()


def register() -> str:
    """Tell Telegram how we listen. Returns one sentence for the operator; raises Refused. Twice is the same as once."""
    return asyncio.run(_register())


async def _register() -> str:
    async with http.session() as session:
        me = (await _do(session, "getMe")).get("username", "")
        if me.lower() != settings.TELEGRAM.bot.lower():
            raise Refused(f"Token ini milik bot @{me}. Isi JEMBATAN_TELEGRAM_BOT={me}.")
        if settings.TELEGRAM.mode == POLLING:
            await _do(session, "deleteWebhook")
            return f"@{me}: pekerja mengambil pesan dari Telegram (polling)."
        await _do(session, "setWebhook", url=here(), secret_token=secret(), allowed_updates=UPDATES)
        return f"@{me}: Telegram mengirim pesan masuk ke {here()}"


def here() -> str:
    return f"{settings.BASE_URL}{reverse('hook', args=['telegram'])}"


async def _do(session: Any, method: str, **values: Any) -> dict[str, Any]:
    answer = await http.ask(session, "POST", url(method), json=values)
    if isinstance(answer, Outcome):
        raise Refused(f"Telegram tidak dapat dihubungi ({answer.detail}).")
    said = answer.json()
    if said.get("ok") is not True:
        raise Refused(f"Telegram menolak {method}: {said.get('description', answer.status)}")
    result = said.get("result")
    return result if isinstance(result, dict) else {}
