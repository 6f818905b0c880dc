"""`kill -9` while a release is being published: afterwards all villages have their relay, or none."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import pytest
from django.db import connection, transaction

from jembatan.messages.models import Dispatch
from jembatan.relays.models import Asking, Hop, Relay
from jembatan.releases.models import Release
from tests import factories

PUBLISH = """
import django; django.setup()
from jembatan.relays import publishing
from jembatan.releases.models import Release
publishing.publish(release=Release.objects.get(), by=None)
"""
# The tables in the order in which publishing writes them: at each the process is stopped and killed.
TABLES = ["relays_relay", "relays_asking", "relays_hop", "messages_dispatch", "messages_chunk"]


def url() -> str:
    """The test's database for another process."""
    facts = connection.settings_dict
    options = {"host": facts["HOST"], "user": facts["USER"], "password": facts["PASSWORD"], "port": facts["PORT"]}
    return f"postgresql:///{quote(facts['NAME'])}?{urlencode({k: v for k, v in options.items() if v})}"


@contextmanager
def publishing_process() -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"DATABASE_URL": url(), "DJANGO_SETTINGS_MODULE": "jembatan.settings"}
    process = subprocess.Popen([sys.executable, "-c", PUBLISH], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until_somebody_waits_for(table: str) -> int:
    """Until another session waits for the lock that we hold on the table; returns that session's number."""
    waiting = "SELECT pid FROM pg_locks WHERE relation = %s::regclass AND NOT granted"
    return ask(waiting, table, f"nobody came to {table}")


def wait_until_it_is_gone(session: int) -> None:
    """PostgreSQL notices the dead client when it next speaks to it, and rolls back."""
    gone = "SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = %s)"
    ask(gone, session, "the killed process is still connected")


def ask(question: str, about: str | int, otherwise: str) -> int:
    """The answer, as soon as there is one."""
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(question, [about])
            if row := cursor.fetchone():
                return int(row[0])
            time.sleep(0.02)
    raise AssertionError(otherwise)


def counts() -> tuple[int, int, int, int]:
    return Relay.objects.count(), Asking.objects.count(), Hop.objects.count(), Dispatch.objects.count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
def test_killed_while_publishing_leaves_nothing_and_the_next_time_everything(table: str) -> None:
    factories.regency()
    factories.volunteer(factories.group("16.06.01.2001"))
    release = factories.release()

    with publishing_process() as process:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
            session = wait_until_somebody_waits_for(table)
            process.send_signal(signal.SIGKILL)
            process.wait()
        wait_until_it_is_gone(session)

    assert counts() == (0, 0, 0, 0)
    assert Release.objects.get(pk=release.pk).state == "draft"

    with publishing_process() as process:
        assert process.wait(60) == 0

    assert counts() == (6, 1, 1, 1)
    assert Release.objects.get(pk=release.pk).state == "published"
