"""A small regency, and a citizen's browser that counts the queries it causes."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jembatan.areas.models import Area
from tests import factories

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture
def root(db: None) -> Area:
    return factories.regency()


@pytest.fixture
def citizen() -> Client:
    return Client(headers={"user-agent": PHONE})


@pytest.fixture
def queries(citizen: Client) -> Callable[[str], int]:
    """How many queries a page takes, nothing being remembered from before."""

    def count(address: str) -> int:
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert citizen.get(address).status_code == 200
        return len(captured)

    return count
