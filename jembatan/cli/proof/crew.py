"""The processes of the proof: workers and a provider, ended by pid."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from jembatan.cli.proof import provider

BEGIN_SECONDS = 60.0
POINT_SECONDS = 4.0  # how long a struck worker is given to come by the point


class Crew:
    """A provider and `count` workers; who dies is replaced."""

    def __init__(self, folder: Path, count: int, *, keyed: bool, safeguard: str = "") -> None:
        self.folder, self.count, self.keyed, self.safeguard = folder, count, keyed, safeguard
        self.books = folder / "provider.sqlite"
        self.workers: list[subprocess.Popen[bytes]] = []
        provider.books(self.books).close()

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", provider.__name__, str(self.books)] + ["--keyed"] * self.keyed
        self.provider = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert self.provider.stdout is not None
        self.port = int(self.provider.stdout.readline())
        self.fill_up()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in [*self.workers, self.provider]:
            with suppress(ProcessLookupError):
                process.kill()
                process.send_signal(signal.SIGCONT)
            process.wait(10)

    def fill_up(self) -> None:
        """As many workers as there should be."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < self.count:
            self.workers.append(self._start())

    def channel(self) -> dict[str, str]:
        """Settings that lead to the provider."""
        return {
            "JEMBATAN_SMS_URL": f"http://127.0.0.1:{self.port}/send",
            "JEMBATAN_SMS_BODY": '{"to": "{to}", "text": "{text}", "key": "{key}"}',
            "JEMBATAN_SMS_KEY_HEADER": "Idempotency-Key" if self.keyed else "",
            "JEMBATAN_SMS_ID": "id",
            "JEMBATAN_SMS_BATCH": "20",
        }

    def _start(self) -> subprocess.Popen[bytes]:
        channel = self.channel() | {"JEMBATAN_QUIET_HOURS": ""}
        command = [sys.executable, "-m", "jembatan.cli.proof.worker", str(self.folder), self.safeguard]
        log = (self.folder / "workers.log").open("ab")
        return subprocess.Popen(command, env=os.environ | channel, stdout=log, stderr=log)

    def ready(self) -> list[subprocess.Popen[bytes]]:
        """The workers that are at work; waits for a first one. Raises RuntimeError when they cannot begin."""
        until = time.monotonic() + BEGIN_SECONDS
        while time.monotonic() < until:
            if found := [one for one in self.workers if (self.folder / f"{one.pid}.ready").exists()]:
                return found
            self.fill_up()
            time.sleep(0.05)
        raise RuntimeError("no worker begins")

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        worker.kill()
        worker.wait(10)

    def order(self, worker: subprocess.Popen[bytes], what: str, point: str) -> None:
        order = self.folder / str(worker.pid)
        draft = order.with_suffix(".draft")
        draft.write_text(f"{what}:{point}")
        draft.rename(order)

    def struck(self, worker: subprocess.Popen[bytes]) -> bool:
        """Wait until the order is carried out; False when the worker did not come by, and the order is off."""
        order, until = self.folder / str(worker.pid), time.monotonic() + POINT_SECONDS
        while time.monotonic() < until:
            if not order.exists():
                return True
            time.sleep(0.01)
        with suppress(FileNotFoundError):
            order.unlink()
            return False
        return True
