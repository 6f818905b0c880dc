"""Asking a provider that does not call: in turns, kept with the cursor, and over quickly at the end."""

import asyncio
import time
from datetime import UTC, datetime

import pytest
from asgiref.sync import async_to_sync

from jembatan.messages import channels, fetching
from jembatan.messages.hearing import Heard, Said
from jembatan.messages.models import Gate, Inbound

pytestmark = pytest.mark.django_db


class Box:
    """A channel that asks: two messages, then nothing new for a long time."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def fetch(self, cursor: str) -> tuple[Heard, str]:
        self.asked.append(cursor)
        if len(self.asked) > 2:
            await asyncio.sleep(25)
        number = str(len(self.asked))
        return Heard(said=[Said("1", "Halo", number, datetime.now(UTC), raw="{}")]), number

    def normalise(self, address: str) -> str:
        return address


@pytest.fixture
def box(monkeypatch):
    box, real = Box(), channels.load
    monkeypatch.setattr(channels, "kinds", lambda: ["box", "inbox"])
    monkeypatch.setattr(channels, "load", lambda kind: box if kind == "box" else real(kind))
    return box


def test_what_is_new_is_kept_with_the_cursor_and_the_end_comes_quickly(box):
    until = time.monotonic() + 1.0

    async_to_sync(fetching.fetching)("box", lambda: time.monotonic() > until)

    assert (box.asked, time.monotonic() - until < 2) == (["", "1", "2"], True)
    assert (Gate.objects.get().cursor, Inbound.objects.count()) == ("2", 2)
