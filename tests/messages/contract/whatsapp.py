"""WhatsApp Cloud API, as in https://developers.facebook.com/documentation/business-messaging/whatsapp."""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from jembatan.chat_settings import WhatsApp
from jembatan.messages.workflow import Fault
from tests.messages.contract import Call
from tests.messages.http_provider import CUT, HANG, Asked, HttpProvider, Reply

NUMBER, SECRET, WORD = "106540352242922", "0123456789abcdef0123456789abcdef", "kata-yang-disepakati"  # made up
GOOD, BAD = ("0812-3456-7890", "+6281234567890"), "0812"
PROVIDER_ID = "wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABEYEjQ5"
OUTCOMES = {
    "refuse": ("refused", None),
    "later": ("not_sent", Fault.RECIPIENT),
    "throttle": ("not_sent", Fault.THROTTLED),
    "away": ("not_sent", Fault.UNREACHABLE),
    "hang": ("unknown", Fault.UNREACHABLE),
    "cut": ("unknown", Fault.UNREACHABLE),
}


def error(code: int, status: int = 400) -> Reply:
    words = f"(#{code}) Message to {GOOD[1]} failed"
    data = {"messaging_product": "whatsapp", "details": f"to {GOOD[1]}"}
    return Reply({"error": {"message": words, "type": "OAuthException", "code": code, "error_data": data}}, status)


INSTEAD: dict[str, Reply | str] = {
    "refuse": error(131026),
    "later": error(131056),
    "throttle": error(130429),
    "away": error(131016, 500),
    "hang": HANG,
    "cut": CUT,
}


class Meta:
    def __init__(self) -> None:
        self.server = HttpProvider({f"/v23.0/{NUMBER}/messages": self._sent})

    def _sent(self, asked: Asked) -> Reply:
        to = asked.json()["to"]
        messages = [{"id": f"wamid.{len(self.server.taken)}", "message_status": "accepted"}]
        contacts = [{"input": to, "wa_id": to.lstrip("+")}]
        return Reply({"messaging_product": "whatsapp", "contacts": contacts, "messages": messages})

    def will(self, what: str) -> None:
        self.server.next = [INSTEAD[what]]

    def sent(self) -> list[dict[str, Any]]:
        return [asked.json() for asked in self.server.taken]

    def arrived(self) -> Counter[str]:
        return Counter(json.dumps(values) for values in self.sent())


@contextmanager
def provider(settings: Any, tmp_path: Path) -> Iterator[Meta]:
    """With a general template, so that letters go out whenever the recipient last wrote."""
    here = Meta()
    with here.server as server:
        settings.WHATSAPP = WhatsApp(
            token="EAAG0",
            number_id=NUMBER,
            app_secret=SECRET,
            verify_token=WORD,
            url=f"{server.url}/v23.0",
            templates={"": ("kabar_umum", "id", None)},
        )
        yield here


def signed(body: bytes) -> Call:
    return body, {"x-hub-signature-256": "sha256=" + hmac.digest(SECRET.encode(), body, hashlib.sha256).hex()}


def forged(call: Call) -> Call:
    right = call[1]["x-hub-signature-256"]
    return call[0], {"x-hub-signature-256": right[:-1] + ("0" if right[-1] != "0" else "1")}


def value(**what: Any) -> dict[str, Any]:
    meta = {"display_phone_number": "628110000000", "phone_number_id": NUMBER}
    return {"messaging_product": "whatsapp", "metadata": meta} | what


def call(*values: dict[str, Any]) -> Call:
    changes = [{"value": one, "field": "messages"} for one in values]
    body = {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": changes}]}
    return signed(json.dumps(body).encode())


def status(provider_id: str, word: str, at: datetime, **more: Any) -> dict[str, Any]:
    to = GOOD[1].lstrip("+")
    return {"id": provider_id, "status": word, "timestamp": str(int(at.timestamp())), "recipient_id": to} | more


def receipt(provider_id: str, told: str, at: datetime) -> Call:
    word = {"seen": "read", "unknown": "warning"}.get(told, told)
    errors = {"errors": [{"code": 131026, "title": "Message undeliverable"}]} if told == "failed" else {}
    return call(value(statuses=[status(provider_id, word, at, **errors)]))


def message(
    address: str, provider_id: str, at: datetime, in_reply_to: str | None = None, **what: Any
) -> dict[str, Any]:
    quoted = {"context": {"from": "628110000000", "id": in_reply_to}} if in_reply_to else {}
    plain = {"from": address.lstrip("+"), "id": provider_id, "timestamp": str(int(at.timestamp()))}
    return plain | quoted | what


def said(address: str, text: str, provider_id: str, at: datetime, in_reply_to: str | None) -> Call:
    return call(value(messages=[message(address, provider_id, at, in_reply_to, type="text", text={"body": text})]))


def pressed(address: str, button: str, provider_id: str, at: datetime, in_reply_to: str | None) -> Call:
    reply = {"type": "button_reply", "button_reply": {"id": button, "title": "Sudah"}}
    return call(value(messages=[message(address, provider_id, at, in_reply_to, type="interactive", interactive=reply)]))
