"""A gateway of our own make. Its words are those of common ones: DELIVRD and UNDELIV are SMPP's (3.4, 5.2.28)."""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from jembatan import gateway_settings
from jembatan.messages.workflow import Fault
from tests.messages.http_provider import HANG, HttpProvider, Reply

GOOD, BAD = (" 0812-3456-7890", "+6281234567890"), "12"
OUTCOMES = {
    "refuse": ("refused", None),
    "throttle": ("not_sent", Fault.THROTTLED),
    "away": ("not_sent", Fault.UNREACHABLE),
    "broken": ("unknown", Fault.UNREACHABLE),
    "hang": ("unknown", Fault.UNREACHABLE),
}
PROVIDER_ID = "g-1"
SECRET = "panjang-dan-rahasia"
TOLD = {"delivered": "DELIVRD", "failed": "UNDELIV", "unknown": "ENROUTE"}
NEXT = {
    "refuse": Reply({"error": "+6281234567890 is no number"}, 422),
    "throttle": Reply({"error": "slowly"}, 429, {"Retry-After": "7"}),
    "away": Reply("maintenance", 503),
    "broken": Reply("oops", 500),
    "hang": HANG,
}


class Gateway:
    def __init__(self, server: HttpProvider) -> None:
        self.server = server

    def will(self, what: str) -> None:
        self.server.next = [NEXT[what]]

    def arrived(self) -> Counter[str]:
        return Counter(asked.json()["text"] + asked.json()["ref"] for asked in self.server.taken)


def environment(url: str, **more: str) -> dict[str, str]:
    said = {
        "URL": f"{url}/sms",
        "BODY": '{"to": "{to}", "text": "{text}", "from": "{sender}", "ref": "{key}"}',
        "HEADERS": "Authorization: Bearer rahasia-gateway",
        "SENDER": "DINKOMINFO",
        "ID": "messages.0.id",
        "SECRET": SECRET,
        "SIGNATURE_HEADER": "X-Signature",
        "RECEIPT_ID": "id",
        "RECEIPT_STATUS": "status",
        "FROM": "from",
        "MESSAGE": "text",
        "MESSAGE_ID": "message_id",
        "AT": "at",
    } | more
    return {f"JEMBATAN_SMS_{name}": value for name, value in said.items()}


@contextmanager
def provider(settings: Any, tmp_path: Path, **more: str) -> Iterator[Gateway]:
    with HttpProvider({"/sms": lambda _asked: Reply({"messages": [{"id": f"g-{len(server.taken)}"}]})}) as server:
        settings.SMS = gateway_settings.read(environment(server.url, **more))
        yield Gateway(server)


def signed(body: bytes) -> tuple[bytes, dict[str, str]]:
    return body, {"x-signature": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}


def receipt(provider_id: str, told: str, at: datetime) -> tuple[bytes, dict[str, str]] | None:
    if told not in TOLD:
        return None
    return signed(json.dumps({"id": provider_id, "status": TOLD[told], "at": at.isoformat()}).encode())


def said(address: str, text: str, provider_id: str, at: datetime, in_reply_to: str | None) -> Any:
    words = {"from": address.lstrip("+"), "text": text, "message_id": provider_id, "at": int(at.timestamp())}
    return signed(json.dumps(words).encode())


def pressed(*_: object) -> None:
    return None


def forged(call: tuple[bytes, dict[str, str]]) -> tuple[bytes, dict[str, str]]:
    body, headers = call
    return body, headers | {"x-signature": "sha256=" + "0" * 64}
