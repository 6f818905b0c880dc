"""An endpoint as another program meets it."""

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from jembatan.api import keys
from tests.voices import voices

START = "/open311/v2/"


@pytest.fixture
def home(db: None) -> voices.House:
    return voices.house()


@pytest.fixture
def key(home: voices.House) -> str:
    return keys.make(name="Aplikasi Sekayu")[1]


@pytest.fixture
def get() -> Callable[..., Any]:
    """The body of an answer, read; its status must be `status` and its type the specification's."""

    def ask(address: str, status: int = 200, /, **said: str) -> Any:
        return read(Client().get(START + address, said), status)

    return ask


@pytest.fixture
def post(key: str) -> Callable[..., Any]:
    def ask(address: str = "requests.json", status: int = 201, **said: str) -> Any:
        return read(Client(enforce_csrf_checks=True).post(START + address, {"api_key": key} | said), status)

    return ask


def read(response: Any, status: int) -> Any:
    assert response.status_code == status, response.content
    if response.headers["Content-Type"] == "application/json; charset=utf-8":
        return json.loads(response.content)
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    return ElementTree.fromstring(response.content)


def as_lists(element: ElementTree.Element) -> list[tuple[str, Any]]:
    """Elements in their order: (name, text or the elements inside)."""
    return [(one.tag, as_lists(one) if len(one) else one.text) for one in element]
