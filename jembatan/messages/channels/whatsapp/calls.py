"""What Meta calls us for: …/whatsapp/webhooks/reference/messages. One call may speak of many people."""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qs

from django.conf import settings

from jembatan.messages.channels.whatsapp.pieces import WRONG, news, said
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
    """Raises Garbled when nothing can be read. One piece that cannot be read does not hold up the others."""
    reading = Reading()
    try:
        entries = reading.of(json.loads(body)["entry"], lambda entry: entry["changes"])
    except (*WRONG, RecursionError):
        raise Garbled from None
    values = [value for changes in entries for value in reading.of(changes, _value)]
    reading.well = 0  # what led there is no piece
    told = [found for value in values for found in reading.of(value.get("statuses"), news)]
    heard = [found for value in values for found in reading.of(value.get("messages"), said)]
    reading.end()
    return Heard(news=told, said=heard)


def _value(change: Any) -> dict[str, Any] | None:
    """What is said of messages to our number; an account may have several numbers, and a call other subjects."""
    value: dict[str, Any] = change["value"]
    if change.get("field") != "messages" or value["metadata"]["phone_number_id"] != settings.WHATSAPP.number_id:
        return None
    return value


@dataclass(slots=True)
class Reading:
    """How many messages and receipts of one call could be read, and how many parts of it not."""

    well: int = 0
    broken: int = 0

    def of(self, pieces: Any, read: Callable[[Any], T | None]) -> list[T]:
        """What these say; None in their place says nothing."""
        if pieces is None:
            return []
        if not isinstance(pieces, list):
            self.broken += 1
            return []
        return [found for piece in pieces if (found := self._one(piece, read)) is not None]

    def _one(self, piece: Any, read: Callable[[Any], T | None]) -> T | None:
        try:
            found = read(piece)
        except (Garbled, *WRONG):
            self.broken += 1
            return None
        self.well += 1
        return found

    def end(self) -> None:
        if self.broken:
            log.warning("%s parts of a call could not be read", self.broken)
            if not self.well:
                raise Garbled
