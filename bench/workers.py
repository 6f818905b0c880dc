"""Real worker processes on the database of a benchmark, ended by pid."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

RUN = "import django, sys; django.setup(); from jembatan.messages import worker; sys.exit(worker.run())"


@contextmanager
def running(count: int, **environment: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    from django.conf import settings
    from django.db import connection

    from jembatan.cli.prove import _url

    url = _url(settings.DATABASES["default"], str(connection.settings_dict["NAME"]))
    here = os.environ | {"DATABASE_URL": url, "JEMBATAN_DATA": str(settings.DATA)} | environment
    processes = [subprocess.Popen([sys.executable, "-c", RUN], env=here) for _ in range(count)]
    try:
        yield processes
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            process.wait(15)


def done(every: float = 0.05) -> None:
    """Wait until nothing is due or on its way any more."""
    from django.db import connection

    left = "SELECT EXISTS (SELECT FROM messages_delivery WHERE state = 'ready')"
    held = "SELECT EXISTS (SELECT FROM messages_delivery WHERE state IN ('leased', 'sending'))"
    with connection.cursor() as cursor:
        for question in (left, held):
            while cursor.execute(question).fetchone()[0]:
                time.sleep(every)


def memory_mib(process: subprocess.Popen[bytes]) -> float:
    """What the process holds in memory now."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
