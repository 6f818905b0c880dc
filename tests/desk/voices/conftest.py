"""The house of the voices' tests, and browsers of its people."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jembatan.people.models import Person
from tests.voices import voices


@pytest.fixture
def home(db):
    return voices.house()


@pytest.fixture
def signed_in():
    def of(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return of


@pytest.fixture
def queries_of():
    """How many queries a page takes, the second time: what is remembered for a minute is known then."""

    def count(client: Client, url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    return count


def url(voice, *more: str) -> str:
    return "/meja/suara/" + "".join(f"{part}/" for part in (voice.code, *more))


def said(page) -> list[str]:
    """What the page refuses, or what it says was done."""
    form = page.context and page.context.get("form")
    errors = [str(error) for errors in form.errors.values() for error in errors] if form else []
    return errors or [str(message) for message in page.context["messages"]]
