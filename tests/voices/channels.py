"""People who write to us by telephone and e-mail: what they say, and what is said back."""

import json
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse

from jembatan.keyring import unseal
from jembatan.messages import inbound
from jembatan.messages.hearing import Heard, Said
from jembatan.messages.models import Dispatch, Inbound
from tests.messages import contract

CASES = {kind: contract.load(kind) for kind in ("sms", "whatsapp", "telegram")}


class Telephone:
    """One address in one channel."""

    def __init__(self, client: Any, kind: str, address: str = "") -> None:
        self.client, self.kind, self.case = client, kind, CASES[kind]
        self.address = address or self.case.GOOD[1]

    def say(self, text: str, *, quoting: str | None = None, number: str = "") -> str | None:
        """Through the provider's call and the worker; the words that go back, or None."""
        number = number or f"m-{Inbound.objects.count()}"
        body, headers = self.case.said(self.address, text, number, datetime.now(UTC), quoting)
        url = reverse("hook", args=[self.kind])
        answer = self.client.generic("POST", url, body, headers=headers, CONTENT_TYPE="application/json")
        assert answer.status_code == 200
        look()
        return answered()


def say(channel: str, address: str, text: str, *, number: str = "", quoting: str | None = None) -> str | None:
    """The same without a provider."""
    number = number or f"n-{Inbound.objects.count()}"
    said = Said(address, text, number, datetime.now(UTC), in_reply_to=quoting, raw=json.dumps({"from": address}))
    inbound.take(channel, Heard(said=[said]))
    look()
    return answered()


def look() -> None:
    while inbound.look():
        pass


def answered(row: Inbound | None = None) -> str | None:
    """What is said back to the last message, or to this one."""
    row = row or Inbound.objects.latest("pk")
    found = Dispatch.objects.filter(key__in=[f"reply:{row.pk}", f"voice_said:{row.pk}"]).first()
    return words_of(found) if found else None


def words_of(dispatch: Dispatch) -> str:
    payload = dispatch.payload or {}
    return payload["text"] if "text" in payload else str(json.loads(unseal(payload["sealed"].encode()))["text"])
