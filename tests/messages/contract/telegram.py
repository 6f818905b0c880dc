"""Telegram: https://core.telegram.org/bots/api (Making requests, Update, Message, CallbackQuery)."""

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from jembatan.chat_settings import Telegram
from jembatan.messages.channels.telegram import bot
from jembatan.messages.workflow import Fault
from tests.messages.contract import Call
from tests.messages.http_provider import CUT, HANG, Asked, HttpProvider, Reply

TOKEN = "123456:AAE-perintis_untuk-uji-coba-saja-0000"  # made up
GOOD, BAD = (" 71000001 ", "71000001"), "@sari"
OUTCOMES = {
    "refuse": ("refused", None),
    "throttle": ("not_sent", Fault.THROTTLED),
    "away": ("unknown", Fault.UNREACHABLE),
    "hang": ("unknown", Fault.UNREACHABLE),
}


def error(status: int, description: str, **parameters: int) -> Reply:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return Reply(body | ({"parameters": parameters} if parameters else {}), status)


INSTEAD: dict[str, Reply | str] = {
    "refuse": error(403, "Forbidden: bot was blocked by the user"),
    "throttle": error(429, "Too Many Requests: retry after 7", retry_after=7),
    "away": CUT,
    "hang": HANG,
}


class Bot:
    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.patience = 0.0  # seconds that it keeps a question when there is no news
        path = f"/bot{TOKEN}"
        self.server = HttpProvider(
            {
                f"{path}/sendMessage": self._sent,
                f"{path}/getUpdates": self._updates,
                f"{path}/answerCallbackQuery": lambda _asked: Reply({"ok": True, "result": True}),
                f"{path}/setWebhook": lambda _asked: Reply({"ok": True, "result": True}),
                f"{path}/deleteWebhook": lambda _asked: Reply({"ok": True, "result": True}),
                f"{path}/getMe": lambda _asked: Reply({"ok": True, "result": {"id": 1, "username": "JembatanBot"}}),
            }
        )

    def _sent(self, asked: Asked) -> Reply:
        chat = {"id": asked.json()["chat_id"], "type": "private"}
        number = len(self.server.taken)
        return Reply({"ok": True, "result": {"message_id": number, "chat": chat, "date": 1795489200}})

    def _updates(self, asked: Asked) -> Reply:
        first = asked.json().get("offset", 0)
        self.updates = [update for update in self.updates if update["update_id"] >= first]
        return Reply({"ok": True, "result": self.updates}, wait=0 if self.updates else self.patience)

    def will(self, what: str) -> None:
        self.server.next = [INSTEAD[what]]

    def sent(self) -> list[dict[str, Any]]:
        return [asked.json() for asked in self.server.taken if asked.path.endswith("/sendMessage")]

    def arrived(self) -> Counter[str]:
        return Counter(values["text"] for values in self.sent())


@contextmanager
def provider(settings: Any, tmp_path: Path) -> Iterator[Bot]:
    here = Bot()
    with here.server as server:
        settings.TELEGRAM = Telegram(token=TOKEN, bot="JembatanBot", mode="webhook", url=server.url)
        yield here


def signed(body: bytes) -> Call:
    return body, {"x-telegram-bot-api-secret-token": bot.secret()}


def forged(call: Call) -> Call:
    return call[0], {"x-telegram-bot-api-secret-token": "a" * 64}


def number(provider_id: str) -> int:
    """An id of the contract as one of Telegram's: of a message in the chat."""
    return int(provider_id.rpartition(":")[2]) if ":" in provider_id else zlib.crc32(provider_id.encode())


def user(address: str) -> dict[str, Any]:
    return {"id": int(address), "is_bot": False, "first_name": "Sari", "language_code": "id"}


def chat(address: str) -> dict[str, Any]:
    return {"id": int(address), "first_name": "Sari", "type": "private"}


def update(**what: Any) -> Call:
    return signed(json.dumps({"update_id": 900000001} | what).encode())


def message(address: str, provider_id: str, at: datetime, **what: Any) -> dict[str, Any]:
    seconds = int(at.timestamp())
    return {"message_id": number(provider_id), "from": user(address), "chat": chat(address), "date": seconds} | what


def said(address: str, text: str, provider_id: str, at: datetime, in_reply_to: str | None) -> Call:
    quoted = {"reply_to_message": message(address, in_reply_to, at, text="Kabar")} if in_reply_to else {}
    return update(message=message(address, provider_id, at, text=text, **quoted))


def pressed(address: str, button: str, provider_id: str, at: datetime, in_reply_to: str | None) -> Call:
    under = {"message": message(address, in_reply_to, at, text="Kabar")} if in_reply_to else {}
    query = {"id": provider_id, "from": user(address), "chat_instance": "-17", "data": button} | under
    return update(callback_query=query)
