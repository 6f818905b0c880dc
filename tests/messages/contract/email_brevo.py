"""Brevo: https://developers.brevo.com (Send a transactional email, Transactional webhooks, Inbound parsing)."""

import json
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.messages import mail_provider
from tests.messages.contract import Call
from tests.messages.mail_provider import BAD, GOOD, OUTCOMES, forged, pressed, signed

__all__ = ["BAD", "GOOD", "OUTCOMES", "forged", "pressed", "signed"]
PROVIDER_ID = "<202611240300.77777777777@smtp-relay.mailin.fr>"
WORDS = {"delivered": "delivered", "failed": "hard_bounce", "unknown": "deferred"}


def answer(number: int) -> dict[str, str]:
    return {"messageId": f"<{number}.77777777777@smtp-relay.mailin.fr>"}


def provider(settings: Any, tmp_path: Path, **more: str) -> AbstractContextManager[mail_provider.Server]:
    return mail_provider.serving(
        settings, "brevo", "/api/smtp/email", answer, lambda asked: asked.json()["textContent"], **more
    )


def event(word: str, provider_id: str, at: datetime, **what: Any) -> Call:
    body = {
        "event": word,
        "email": GOOD[1],
        "id": 26224,
        "date": "2026-11-24 10:00:00",
        "ts": int(at.timestamp()),
        "ts_event": int(at.timestamp()),
        "ts_epoch": int(at.timestamp() * 1000),
        "message-id": provider_id,
        "subject": "Kabar",
    }
    return signed(json.dumps(body | what).encode())


def receipt(provider_id: str, told: str, at: datetime) -> Call | None:
    return event(WORDS[told], provider_id, at, reason=f"550 <{GOOD[1]}> unknown") if told in WORDS else None


def said(address: str, text: str, provider_id: str, at: datetime, in_reply_to: str | None) -> Call:
    headers: dict[str, str] = {
        "Message-ID": f"<{provider_id}@contoh.id>",
        "Date": at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "From": f"Sari <{address}>",
        "To": "balas@contoh.go.id",
        "Subject": "Re: Kabar",
    } | ({"In-Reply-To": in_reply_to} if in_reply_to else {})
    item = {
        "Uuid": ["1fa1ed1a-3d3b-4e4e-8e5c-1f2a3b4c5d6e"],
        "MessageId": headers["Message-ID"],
        "Headers": headers,
        "RawTextBody": f"{text}\n\n> Kabar",
        "RawHtmlBody": None,
        "ExtractedMarkdownMessage": text,
        "Attachments": [],
    }
    return signed(json.dumps({"items": [item]}).encode())
