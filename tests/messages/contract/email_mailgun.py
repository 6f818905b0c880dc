"""Mailgun: https://documentation.mailgun.com (Messages, Webhooks, Routes)."""

import hashlib
import hmac
import json
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from tests.messages import mail_provider
from tests.messages.contract import Call
from tests.messages.mail_provider import BAD, GOOD, OUTCOMES, SECRET, pressed

__all__ = ["BAD", "GOOD", "OUTCOMES", "pressed"]
PROVIDER_ID = "<20261124030000.1.ABCDEF@mg.contoh.go.id>"
FORM = "application/x-www-form-urlencoded"


def answer(number: int) -> dict[str, str]:
    return {"id": f"<{number}.ABCDEF@mg.contoh.go.id>", "message": "Queued. Thank you."}


def provider(settings: Any, tmp_path: Path, **more: str) -> AbstractContextManager[mail_provider.Server]:
    path = "/api/mg.contoh.go.id/messages"
    more = {"DOMAIN": "mg.contoh.go.id"} | more
    return mail_provider.serving(
        settings, "mailgun", path, answer, lambda asked: parse_qs(asked.body.decode())["text"][0], **more
    )


def proof(secret: str = SECRET) -> dict[str, str]:
    token, timestamp = "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0", "1795489200"
    made = hmac.new(secret.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"token": token, "timestamp": timestamp, "signature": made}


def forged(call: Call) -> Call:
    return call[0].replace(proof()["signature"].encode(), proof("menebak-saja")["signature"].encode()), call[1]


def event(word: str, provider_id: str, at: datetime, **what: Any) -> Call:
    data = {
        "event": word,
        "id": "CPgfbmQMTCKtHW6uIWtuVe",
        "timestamp": at.timestamp(),
        "recipient": GOOD[1],
        "message": {"headers": {"to": GOOD[1], "message-id": provider_id.strip("<>"), "subject": "Kabar"}},
        "user-variables": {},
        "tags": [],
    } | what
    return json.dumps({"signature": proof(), "event-data": data}).encode(), {"content-type": "application/json"}


def receipt(provider_id: str, told: str, at: datetime) -> Call | None:
    if told == "delivered":
        return event("delivered", provider_id, at)
    if told in {"failed", "unknown"}:
        severity = {"failed": "permanent", "unknown": "temporary"}[told]
        status = {"code": 550, "message": f"<{GOOD[1]}> unknown", "description": ""}
        return event("failed", provider_id, at, severity=severity, reason="bounce", **{"delivery-status": status})
    return None


def said(address: str, text: str, provider_id: str, at: datetime, in_reply_to: str | None) -> Call:
    headers = [["Message-Id", f"<{provider_id}@contoh.id>"], ["Date", at.strftime("%a, %d %b %Y %H:%M:%S +0000")]]
    headers += [["From", f"Sari <{address}>"], ["To", "balas@contoh.go.id"], ["Subject", "Re: Kabar"]]
    headers += [["In-Reply-To", in_reply_to]] if in_reply_to else []
    fields = {
        "sender": address,
        "recipient": "balas@contoh.go.id",
        "from": f"Sari <{address}>",
        "subject": "Re: Kabar",
        "body-plain": f"{text}\r\n\r\n> Kabar",
        "stripped-text": text,
        "message-headers": json.dumps(headers),
    }
    return urlencode(fields | proof()).encode(), {"content-type": FORM}
