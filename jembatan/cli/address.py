"""The address that the web process listens on, taken before anything else is started."""

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

HOST = "127.0.0.1"


@contextmanager
def taken(port: int) -> Iterator[socket.socket]:
    """Listen, so that nobody else can take the port while the rest starts; gunicorn inherits the socket."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise click.ClickException(
            f"Port {port} tidak dapat dipakai ({error.strerror}); "
            f"hentikan program yang memakainya, atau pilih port lain: PORT={port + 1 if port < 65535 else 8000}."
        ) from error
    with listener:
        yield listener


def gunicorn(listener: socket.socket) -> list[str]:
    """WEB_CONCURRENCY and GUNICORN_CMD_ARGS are read by gunicorn itself."""
    workers = [] if "WEB_CONCURRENCY" in os.environ else ["--workers=2"]
    return [
        *(sys.executable, "-m", "gunicorn", "jembatan.wsgi:application", f"--bind=fd://{listener.fileno()}"),
        *(*workers, "--threads=8", "--worker-class=gthread", "--timeout=60", "--graceful-timeout=10"),
        *("--preload", "--no-control-socket", "--log-level=warning"),
    ]


def wait_until_it_answers(port: int, watch: Callable[[], None], seconds: float = 60) -> None:
    """Any answer counts. `watch` is called between two tries."""
    until = time.monotonic() + seconds
    while not _answers(port):
        watch()
        if time.monotonic() > until:
            raise click.ClickException(
                f"Web tidak menjawab di port {port} setelah {seconds:.0f} detik; lihat pesan di atas."
            )
        time.sleep(0.2)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()
