"""What every test shares: nothing is remembered from the test before."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from tests.loops import without_playwrights_loop


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A browser's last request may still be ending when the tests are over: its session would hold the database."""
    yield
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    with django_db_blocker.unblock():
        connection.close()  # a test may have cut it off
        with connection.cursor() as cursor:
            cursor.execute(f"{others} AND pid <> pg_backend_pid()")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _first_language() -> Iterator[None]:
    """A page asked for under /en/ leaves its language to whatever the same thread does next."""
    with translation.override("id"):
        yield


@pytest.fixture(autouse=True)
def _nobody_sleeps(settings: Any) -> None:
    """Quiet hours depend on the time at which the tests run; those that are about them set their own."""
    settings.QUIET_HOURS = None


@pytest.fixture(autouse=True, scope="module")
def _own_loops(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a browser's test its loop still runs; only the modules that drive the browser need it.

    For a whole module: with a loop Django has another connection than without, and a test begins and ends in one.
    """
    if "/browser/" in str(request.path):
        yield
    else:
        with without_playwrights_loop():
            yield
