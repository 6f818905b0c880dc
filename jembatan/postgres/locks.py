"""Locks that the kernel drops when their process dies, however it dies (flock)."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHARED, EXCLUSIVE = fcntl.LOCK_SH, fcntl.LOCK_EX


@contextmanager
def held(path: Path, kind: int, seconds: float = 60) -> Iterator[int]:
    """Hold a lock; yields its file descriptor. TimeoutError when others keep it longer than that."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor, kind, time.monotonic() + seconds, path)
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int, kind: int, until: float, path: Path) -> None:
    while True:
        try:
            return fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise TimeoutError(path) from None
        time.sleep(0.02)


def free(path: Path, kind: int = EXCLUSIVE) -> bool:
    """Whether one could hold it like that: exclusively, so nobody holds it at all."""
    try:
        with held(path, kind, 0):
            return True
    except TimeoutError:
        return False
