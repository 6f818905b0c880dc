"""Browsers of the people of the workroom, and what a page costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jembatan.people.models import Person


@pytest.fixture
def signed_in():
    """A browser of somebody signed in: `signed_in(ratna).get(…)`."""

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
