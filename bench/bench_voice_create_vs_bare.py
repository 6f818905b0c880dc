"""A voice over HTTP, as the form sends it, beside a bare Django view of the same process that inserts one row."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from harness import alternating, report, seconds
from own_database import own_database

REQUESTS = int(os.environ.get("ROWS", "300"))
ROUNDS = 5
GOAL = 0.6
TEXT = "Jalan di depan SD berlubang dalam sejak hujan minggu lalu, nomor {n}. Tolong ditimbun dulu."


@contextmanager
def server() -> Iterator[int]:
    """Gunicorn with one worker of the product, one address more in it. Yields its port."""
    from django.conf import settings
    from django.db import connection

    from jembatan.cli.prove import _url

    url = _url(settings.DATABASES["default"], str(connection.settings_dict["NAME"]))
    here = os.environ | {"DATABASE_URL": url, "JEMBATAN_DATA": str(settings.DATA)}
    command = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:8907", "--threads", "2", "with_bare:application"]
    with subprocess.Popen(command, env=here, cwd=Path(__file__).parent, stderr=subprocess.DEVNULL) as process:
        try:
            yield 8907
        finally:
            process.terminate()


def post(connection: HTTPConnection, path: str, fields: dict[str, str]) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode(fields), headers)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (answer.status, body[:300])


def waiting_for(port: int) -> HTTPConnection:
    import time

    for _ in range(100):
        try:
            connection = HTTPConnection("127.0.0.1", port)
            connection.connect()
            return connection
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def main() -> None:
    with own_database("bench_voice"):
        from jembatan.areas.loading import load
        from jembatan.public.voices import tickets
        from jembatan.voices.models import Voice

        load("16.06")
        with server() as port:
            connection = waiting_for(port)

            def ours() -> float:
                plain = {"wilayah": "16.06.01.2001", "siapa": "", "mirip": "1"}
                forms = [plain | {"isi": TEXT.format(n=n), "tiket": tickets.issue().text} for n in range(REQUESTS)]
                return REQUESTS / seconds(lambda: [post(connection, "/suara/sampaikan/", form) for form in forms])

            def yardstick() -> float:
                return REQUESTS / seconds(lambda: [post(connection, "/bare/", {"isi": "x"}) for _ in range(REQUESTS)])

            mine, theirs = alternating(ours, yardstick, ROUNDS)
            assert Voice.objects.count() == REQUESTS * ROUNDS
    ratio = mine / theirs
    report(
        "voice_create_vs_bare", ratio=ratio, goal=GOAL, ok=ratio >= GOAL, ours=mine, yardstick=theirs,
        unit="requests/s", rounds=ROUNDS,
    )  # fmt: skip


if __name__ == "__main__":
    main()
