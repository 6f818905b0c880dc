"""Use the embedded server: start it or adopt the one that runs, and leave it so that the last one out stops it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from jembatan.postgres import binaries, cluster, locks, places
from jembatan.postgres.account import of_the_server
from jembatan.postgres.errors import PostgresError
from jembatan.postgres.settle import settle

Say = Callable[[str], None]
STEP = 0.02  # seconds between two looks


def to_stderr(sentence: str) -> None:
    """Progress never goes to stdout: commands that speak JSON run under here too."""
    print(sentence, file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class Server:
    """A server in use."""

    data: Path
    home: Path
    durable: bool
    say: Say

    def alive(self) -> bool:
        return not locks.free(self.home / "server", locks.SHARED)  # shared: two who look do not see each other

    def ensure(self) -> None:
        """Start it unless it runs; call it again when it was lost. Waits until it takes connections."""
        with _in_plain_words(), locks.held(self.home / "gate", locks.EXCLUSIVE, 120):
            if not self._adopt():
                self._start()

    def _adopt(self) -> bool:
        """Whether one runs; waits for one that is still starting, or still stopping."""
        until = time.monotonic() + 90
        while self.alive():
            if cluster.ready(self.home / "data"):
                return True
            if time.monotonic() > until:
                raise PostgresError(f"Server PostgreSQL di {self.home} tidak menjawab; lihat {self.home / 'log'}.")
            time.sleep(STEP)
        return False

    def _start(self) -> None:
        account = of_the_server()
        data, sockets = self.home / "data", places.sockets(self.data).resolve()
        major, folder = binaries.for_cluster(data)
        folder = binaries.reachable(folder, account)
        account.owned_folder(sockets)
        if not data.exists():
            self.say(f"Menyiapkan PostgreSQL {major} di {self.home} ...")
            cluster.create(data, folder, major, account, durable=self.durable)
        self._start_keeper(sockets)
        self._wait()

    def _start_keeper(self, sockets: Path) -> None:
        """Ends when the keeper stands on its own and holds the server's lock."""
        arguments = [str(self.home), str(sockets), "durable" if self.durable else "fast"]
        command = [sys.executable, "-m", "jembatan.postgres.keeper", *arguments]
        none = subprocess.DEVNULL
        with _log(self.home).open("ab") as log:
            subprocess.run(command, stdin=none, stdout=log, stderr=log, cwd="/", start_new_session=True, check=False)

    def _wait(self) -> None:
        """Until it is ready: after a crash that takes as long as the recovery does."""
        patience = time.monotonic() + 5
        while not cluster.ready(self.home / "data"):
            if not self.alive():
                log = self.home / "log"
                raise PostgresError(f"PostgreSQL tidak mau berjalan: {_last_word(log)} (lihat {log})")
            if time.monotonic() > patience:
                self.say("PostgreSQL memulihkan data, harap tunggu ...")
                patience = time.monotonic() + 30
            time.sleep(STEP)

    def leave(self) -> None:
        """Stop it if nobody else uses it, and wait until its last process is gone."""
        with _in_plain_words(), locks.held(self.home / "gate", locks.EXCLUSIVE, 120):
            if locks.free(self.home / "users") and self.alive():
                _stop(self.home)


def _stop(home: Path) -> None:
    """Ask the keeper until the last process is gone; a keeper that just started may not have left its number yet."""
    until = time.monotonic() + 90
    while not locks.free(home / "server", locks.SHARED):
        with suppress(ProcessLookupError, ValueError):
            os.kill(int((home / "server").read_text()), signal.SIGTERM)
        if time.monotonic() > until:
            raise TimeoutError(home / "server")
        time.sleep(STEP)


@contextmanager
def running(data: Path, *, durable: bool = True, say: Say = to_stderr) -> Iterator[Server]:
    """The server of a data folder, for as long as the block lasts and no longer than somebody uses it.

    Raises PostgresError. `durable=False` is for tests: a crash of the machine may lose data.
    Several processes may be inside at once; the last one out stops the server and waits for its end.
    """
    with _in_plain_words():
        server = Server(data.resolve(), settle(data, say), durable, say)
    try:
        with locks.held(server.home / "users", locks.SHARED):
            server.ensure()
            yield server
    finally:
        server.leave()


@contextmanager
def _in_plain_words() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise PostgresError(
            f"Proses lain terlalu lama memegang {error}; hentikan proses itu, lalu coba lagi."
        ) from error
    except OSError as error:
        raise PostgresError(f"{error.filename}: {error.strerror}; perbaiki, lalu coba lagi.") from error


def _log(home: Path) -> Path:
    """The server's log; begun anew when it is long."""
    log = home / "log"
    if log.exists() and log.stat().st_size > 10_000_000:
        log.replace(home / "log.1")
    log.touch(mode=0o600)
    return log


def _last_word(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() or ["tanpa pesan"]
    telling = [line for line in lines[-20:] if "FATAL" in line or "HINT" in line or "Error" in line]
    return (telling or lines)[-1]
