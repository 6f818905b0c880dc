"""One message or one receipt of a call; raises Garbled, and None is nothing to us."""

import json
from datetime import UTC, datetime
from typing import Any

from jembatan.messages.channels.whatsapp.answers import code_of, words
from jembatan.messages.channels.words import clean
from jembatan.messages.errors import Garbled
from jembatan.messages.hearing import News, Said
from jembatan.messages.workflow import Told

WRONG = (KeyError, TypeError, ValueError, OverflowError, OSError, AttributeError, IndexError)
TOLD = {"delivered": Told.DELIVERED, "read": Told.SEEN, "played": Told.SEEN, "failed": Told.FAILED}


def said(message: Any) -> Said | None:
    """A person's words or button. What is said in a group or by WhatsApp itself is not said to us."""
    try:
        if message.get("group_id") or message["type"] in {"system", "reaction"}:
            return None
        text, button = _words(message)
        context = message.get("context") or {}
        return Said(
            address=_text(message.get("from") or message["from_user_id"]),  # no number where they use a name
            text=text,
            provider_id=_text(message["id"]),
            at=_time(message["timestamp"]),
            button=button,
            in_reply_to=_text(context["id"]) if context.get("id") else None,
            raw=json.dumps(message),
        )
    except WRONG:
        raise Garbled from None


def _words(message: dict[str, Any]) -> tuple[str, str]:
    """Text, and the payload of a button. A photograph or a place has its caption, and stays visible in `raw`."""
    kind = message["type"]
    match kind:
        case "text":
            return _maybe(message["text"]["body"]), ""
        case "button":  # of a template
            return _maybe(message["button"]["text"]), _maybe(message["button"].get("payload") or "")
        case "interactive":
            reply = message["interactive"].get("button_reply") or message["interactive"].get("list_reply") or {}
            return _maybe(reply.get("title") or ""), _maybe(reply.get("id") or "")
        case _:
            content = message.get(kind)
            return _maybe(content.get("caption") or "") if isinstance(content, dict) else "", ""


def news(status: Any) -> News | None:
    """*sent* says no more than our own *accepted*. A word that we do not know is kept."""
    try:
        word, number = _text(status["status"]), _text(status["id"])
        if word == "sent":
            return None
        return News(
            event=f"{number}:{word}",
            provider_id=number,
            kind=TOLD.get(word, Told.UNKNOWN),
            at=_time(status["timestamp"]),
            detail=_detail(status.get("errors")),
            raw=json.dumps(status),
        )
    except WRONG:
        raise Garbled from None


def _detail(errors: Any) -> str | None:
    code = code_of(errors[0]) if isinstance(errors, list) and errors else None
    return words(code) if code is not None else None


def _time(seconds: Any) -> datetime:
    """Seconds as text."""
    return datetime.fromtimestamp(int(seconds), UTC)


def _text(value: Any) -> str:
    """An id or an address: something, and text."""
    if not (text := _maybe(value)):
        raise ValueError
    return text


def _maybe(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return clean(value)
