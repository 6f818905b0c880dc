"""Real workers as processes, on the database of the test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
RUN = """
import django, sys
django.setup()
from jembatan.messages import worker
worker.POLL = float(sys.argv[1])
worker.leave(worker.run())
"""


def database_url() -> str:
    """The test database as a URL; a socket folder goes into the query."""
    parts = connection.settings_dict
    user = quote(parts["USER"]) + (f":{quote(parts['PASSWORD'])}" if parts["PASSWORD"] else "")
    host, port = parts["HOST"], f":{parts['PORT']}" if parts["PORT"] else ""
    if host.startswith("/"):
        return f"postgresql://{user}@{port}/{parts['NAME']}?host={quote(host)}"
    return f"postgresql://{user}@{host}{port}/{parts['NAME']}"


@contextmanager
def worker(smtp_port: int | None = None, poll: float = 5) -> Iterator[subprocess.Popen[bytes]]:
    """A running worker, killed at the end unless it has ended before. `poll` in seconds."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "JEMBATAN_DATA": str(settings.DATA),
        "JEMBATAN_EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}" if smtp_port else "",
        "DJANGO_SETTINGS_MODULE": "tests.messages.worker_settings",
        "PYTHONPATH": str(ROOT),
    }
    there_before = _others()
    process = subprocess.Popen([sys.executable, "-c", RUN, str(poll)], env=environment, cwd=ROOT)
    process.there_before = there_before  # type: ignore[attr-defined]
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait(10)


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something; fails the test when it does not come."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, and wait until the database has noticed too: what it was told last is committed or gone."""
    process.kill()
    process.wait(10)
    until(lambda: not _others() - process.there_before)  # type: ignore[attr-defined]


def _others() -> set[int]:
    """The sessions of this database besides our own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return {row[0] for row in cursor.fetchall()}
