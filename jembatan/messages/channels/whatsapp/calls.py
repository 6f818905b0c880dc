"""What Meta calls us for: …/whatsapp/webhooks/reference/messages. One call may speak of many people."""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from urllib.parse import parse_qs

from django.conf import settings

from jembatan.messages.channels.whatsapp.pieces import news, said
from jembatan.messages.errors import Forged, Garbled
from jembatan.messages.hearing import Heard

log = logging.getLogger(__name__)
T = TypeVar("T")


def greeting(query: str) -> Heard:
    """…/webhooks/create-webhook-endpoint: who knows the word that we agreed on gets its challenge back."""
    values = parse_qs(query)
    shown = values.get("hub.verify_token", [""])[0]
    expected = settings.WHATSAPP.verify_token
    right = bool(expected) and hmac.compare_digest(shown.encode(errors="replace"), expected.encode())
    if not right or values.get("hub.mode") != ["subscribe"]:
        raise Forged
    return Heard(answer=values.get("hub.challenge", [""])[0][:200])


def signed(body: bytes, shown: str) -> bool:
    """Over the bytes as they came: Meta escapes characters in its own way."""
    secret = settings.WHATSAPP.app_secret.encode()
    right = "sha256=" + hmac.digest(secret, body, hashlib.sha256).hex()
    return bool(secret) and hmac.compare_digest(shown.encode(errors="replace"), right.encode())


def read(body: bytes) -> Heard:
    """Raises Garbled. One piece that cannot be read does not hold up the others."""
    try:
        values = list(_values(json.loads(body)))
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        raise Garbled from None
    heard = [found for value in values for found in _readable(value.get("messages"), said)]
    told = [found for value in values for found in _readable(value.get("statuses"), news)]
    return Heard(news=told, said=heard)


def _values(call: Any) -> Iterator[dict[str, Any]]:
    """What is said of messages to our number; an account may have several numbers, and a call other subjects."""
    for entry in call["entry"]:
        for change in entry["changes"]:
            value = change["value"]
            if change.get("field") != "messages":
                continue
            if value["metadata"]["phone_number_id"] == settings.WHATSAPP.number_id:
                yield value


def _readable(pieces: Any, read: Callable[[Any], T | None]) -> Iterator[T]:
    """Raises Garbled when it is no list, or when not one of them can be read."""
    if pieces is None:
        return
    if not isinstance(pieces, list):
        raise Garbled
    broken = 0
    for piece in pieces:
        try:
            if found := read(piece):
                yield found
        except Garbled:
            broken += 1
    if broken:
        log.warning("%s of %s pieces of a call could not be read", broken, len(pieces))
        if broken == len(pieces):
            raise Garbled
