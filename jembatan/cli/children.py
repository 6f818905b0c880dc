"""Child processes of one foreground process: started together, started again when they crash, ended together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from jembatan.postgres import death

Say = Callable[[str], None]
LONGEST_PAUSE = 30.0  # seconds before a child that crashes again and again is started once more
STEADY = 60.0  # seconds after which an earlier crash is forgotten
GRACE = 15.0  # seconds that a child has to finish what it does


class Stop(BaseException):
    """Somebody asked us to end. Like KeyboardInterrupt no `except Exception` on the way keeps it."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal raise Stop once; later ones do not cut off the cleaning up."""

    def once(_number: int, _frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise Stop

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, once) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(slots=True)
class Child:
    """One process that should always be there."""

    name: str
    command: list[str]
    keep: tuple[int, ...] = ()  # file descriptors it inherits
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        """In a session of its own: the terminal's Ctrl-C comes to us alone, and we end it in order."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            env=os.environ | self.environment,
            pass_fds=self.keep,
            start_new_session=True,
            preexec_fn=death.with_parent(signal.SIGTERM),  # noqa: PLW1509 (one thread; the call was loaded before)
        )

    def look_after(self, say: Say) -> None:
        """Start it again when it ended, each time after a longer pause."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again_at:
                self.start()
            return
        if self.process.poll() is None:
            return
        self.crashes = 1 if now - self.started > STEADY else self.crashes + 1
        pause = min(2.0 ** (self.crashes - 1), LONGEST_PAUSE)
        self.again_at = now + pause
        say(f"Proses {self.name} berhenti (kode {self.process.returncode}); dimulai lagi dalam {pause:.0f} detik.")
        self.process = None

    def end(self, until: float) -> None:
        """Wait for its end; whatever its group still has after that is killed."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, until - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def children(*all_of_them: Child) -> Iterator[tuple[Child, ...]]:
    """They run inside the block; at its end none is left."""
    try:
        for child in all_of_them:
            child.start()
        yield all_of_them
    finally:
        for child in all_of_them:
            if child.process is not None:
                child.process.terminate()
        until = time.monotonic() + GRACE
        for child in all_of_them:
            child.end(until)
