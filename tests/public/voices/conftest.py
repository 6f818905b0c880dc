"""What a citizen's telephone does: open the form, do its work, send it."""

import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.test import Client

from jembatan.public.voices import tickets
from tests.voices import voices

Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def easy(monkeypatch, settings, tmp_path):
    """A little work for tests, and photos in a folder of their own."""
    monkeypatch.setattr(tickets, "BITS", 4)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def home(db: None) -> voices.House:
    return voices.house()


def ticket_of(html: str) -> str:
    found = re.search(r'name="tiket" value="([^"]+)"', html)
    assert found, html
    return found[1]


def work(text: str) -> str:
    ticket = tickets.read(text)
    assert ticket
    return next(str(number) for number in count() if ticket.worked(str(number)))


@pytest.fixture
def send(home: voices.House) -> Send:
    """Fill the form in and send it, with the work done unless `bukti` says otherwise."""

    def post(client: Client | None = None, **said: Any) -> Any:
        client = client or Client(enforce_csrf_checks=True)
        plain: dict[str, Any] = {"wilayah": voices.VILLAGE, "isi": "Jalan di depan SD berlubang dalam."} | said
        if "tiket" not in plain:
            plain["tiket"] = ticket_of(client.get(f"/suara/sampaikan/?wilayah={voices.VILLAGE}").content.decode())
        if "bukti" not in plain:
            plain["bukti"] = work(plain["tiket"])
        return client.post("/suara/sampaikan/", plain)

    return post
