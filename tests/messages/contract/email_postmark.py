"""Postmark: https://postmarkapp.com/developer (Email API, Delivery, Bounce, Inbound webhook)."""

import json
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.messages import mail_provider
from tests.messages.contract import Call
from tests.messages.http_provider import Asked, Reply
from tests.messages.mail_provider import BAD, GOOD, OUTCOMES, forged, pressed, signed

__all__ = ["BAD", "GOOD", "OUTCOMES", "forged", "pressed", "signed"]
PROVIDER_ID = "883953f4-6105-42a2-a16a-77a8eac79483"
INACTIVE = (
    "You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: sari@contoh.id. "
    "Inactive recipients are ones that have generated a hard bounce, a spam complaint, or a manual suppression."
)
MORE = {"MessageID": PROVIDER_ID, "Metadata": {}, "ServerID": 23, "MessageStream": "outbound", "Tag": ""}


def answer(number: int) -> dict[str, Any]:
    sent = {"To": GOOD[1], "SubmittedAt": "2026-11-24T03:00:00.0000000Z", "ErrorCode": 0, "Message": "OK"}
    return sent | {"MessageID": f"id-{number}"}


def text(asked: Asked) -> str:
    return str(asked.json()["TextBody"])


def provider(settings: Any, tmp_path: Path, **more: str) -> AbstractContextManager[mail_provider.Server]:
    refusal, path = Reply({"ErrorCode": 406, "Message": INACTIVE}, 422), "/api/email"
    return mail_provider.serving(settings, "postmark", path, answer, text, refusal=refusal, **more)


def event(kind: str, **what: Any) -> Call:
    return signed(json.dumps(MORE | {"RecordType": kind} | what).encode())


def receipt(provider_id: str, told: str, at: datetime) -> Call | None:
    about = {"MessageID": provider_id}
    if told == "delivered":
        return event("Delivery", Recipient=GOOD[1], DeliveredAt=at.isoformat(), Details="smtp;250 OK", **about)
    if told in {"failed", "unknown"}:
        kind = {"failed": "HardBounce", "unknown": "Transient"}[told]
        words = {"ID": 4323372036854775807, "Email": GOOD[1], "Details": f"550 <{GOOD[1]}> unknown"}
        return event("Bounce", Type=kind, BouncedAt=at.isoformat(), **words, **about)
    return None


def said(address: str, text: str, provider_id: str, at: datetime, in_reply_to: str | None, **headers: str) -> Call:
    extra = {"Message-ID": f"<{provider_id}@contoh.id>"} | ({"In-Reply-To": in_reply_to} if in_reply_to else {})
    body = {
        "FromName": "Sari",
        "From": address,
        "FromFull": {"Email": address, "Name": "Sari", "MailboxHash": ""},
        "ToFull": [{"Email": "balas@contoh.go.id", "Name": "", "MailboxHash": ""}],
        "OriginalRecipient": "balas@contoh.go.id",
        "Subject": "Re: Kabar",
        "MessageID": "22c74902-a0c1-4511-804f-341342852c90",
        "Date": at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "TextBody": f"{text}\n\nPada Sel, 24 Nov 2026 Jembatan menulis:\n> Kabar",
        "HtmlBody": "",
        "StrippedTextReply": text,
        "Headers": [{"Name": name, "Value": value} for name, value in (extra | headers).items()],
        "Attachments": [],
    }
    return signed(json.dumps(body).encode())
