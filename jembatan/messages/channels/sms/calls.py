"""The gateway's calls: receipts and answers, wherever its fields carry them."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl

from jembatan.gateway import Hook, at, word_at
from jembatan.messages.errors import Forged, Garbled
from jembatan.messages.hearing import Heard, News, Said
from jembatan.messages.workflow import Told

AGAIN = 600  # seconds within which a gateway that names neither id nor time says the same message again


def hear(hook: Hook, body: bytes, headers: Mapping[str, str]) -> Heard:
    """Raises Forged, Garbled. What is neither a receipt nor a message is Garbled: the gateway's log shows it."""
    _prove(hook, body, headers)
    raw, payload = _read(hook, body, headers)
    items = _items(payload, hook)
    heard = Heard(raw=raw)
    for item in items:
        alone = raw if len(items) == 1 else json.dumps(item)  # what is kept of one person names no other
        if news := _news(hook, item, alone):
            heard.news.append(news)
        elif said := _said(hook, item, alone):
            heard.said.append(said)
    if not (heard.news or heard.said):
        raise Garbled("neither a receipt nor a message")
    return heard


def _prove(hook: Hook, body: bytes, headers: Mapping[str, str]) -> None:
    """A signature is of the body, so a call without one (GET) proves nothing then."""
    if hook.signature:
        ours = hmac.digest(hook.secret.encode(), body, hashlib.sha256)
        good = bool(body) and hmac.compare_digest(ours, _signature(headers.get(hook.signature, "")))
    else:
        theirs = parse_qs(headers.get("query", "")).get("secret", [""])[0]
        good = hmac.compare_digest(hook.secret.encode(), theirs.encode("utf-8", "replace"))
    if not (hook.secret and good):
        raise Forged


def _signature(said: str) -> bytes:
    """The bytes of `sha256=<hex>`, hex or Base64; empty for anything else."""
    said = said.strip().removeprefix("sha256=")
    with suppress(ValueError, binascii.Error):
        return bytes.fromhex(said) if len(said) == 64 else base64.b64decode(said, validate=True)
    return b""


def _read(hook: Hook, body: bytes, headers: Mapping[str, str]) -> tuple[str, Any]:
    """The call as text without our secret, and what it holds: JSON, a form, or the query of a GET."""
    try:
        text = body.decode()
        if not body and not hook.signature:
            fields = [(name, value) for name, value in parse_qsl(headers.get("query", "")) if name != "secret"]
            return json.dumps(fields), dict(fields)
        if text.lstrip()[:1] in {"{", "["}:
            return text, json.loads(text)
        return text, dict(parse_qsl(text))
    except (ValueError, RecursionError) as error:
        raise Garbled(type(error).__name__) from None


def _items(payload: Any, hook: Hook) -> list[Any]:
    found = at(payload, hook.items)
    return found if isinstance(found, list) else [found]


def _news(hook: Hook, item: Any, raw: str) -> News | None:
    provider_id, word = word_at(item, hook.receipt_id), word_at(item, hook.status)
    if not (hook.receipts and provider_id and word):
        return None
    told = Told(hook.words.get(word.casefold(), Told.UNKNOWN))
    return News(f"{provider_id}:{word}", provider_id, told, _moment(hook, item), raw=raw)


def _said(hook: Hook, item: Any, raw: str) -> Said | None:
    """Without an id of the gateway's, a call that says the same is the same message; without its time too, for a while.

    Otherwise somebody's second BERHENTI, months after the first, would be the first one again.
    """
    sender, text = word_at(item, hook.sender), word_at(item, hook.text)
    if not (hook.inbound and sender):
        return None
    spell = "" if word_at(item, hook.at) else int(time.time() // AGAIN)
    made = hashlib.sha256(f"{raw}\0{sender}\0{text}\0{spell}".encode()).hexdigest()
    return Said(sender, text, word_at(item, hook.text_id) or made[:40], _moment(hook, item), raw=raw)


def _moment(hook: Hook, item: Any) -> datetime:
    """ISO 8601 (in UTC, where it names no zone) or Unix time; now, where there is none or nobody can live then."""
    said, now = word_at(item, hook.at), datetime.now(UTC)
    with suppress(ValueError, OverflowError, OSError):
        moment = _unix(float(said)) if said.replace(".", "", 1).isdecimal() else datetime.fromisoformat(said)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC) if abs((now - moment).days) < 3660 else now
    return now


def _unix(number: float) -> datetime:
    """Some count milliseconds."""
    return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
