"""Where this installation runs now, so that what a command prints can be opened."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NOTE = "address"  # in the data folder
TRIES = 20  # a reader holds the lock for a moment


@contextmanager
def noted(data: Path, address: str) -> Iterator[None]:
    """Note the address for other commands while the block lasts.

    The note counts only as long as its writer holds the lock: one that was killed leaves a note that nobody believes.
    Where another process of this data folder has noted its own already, that one stays.
    """
    with os.fdopen(os.open(data / NOTE, os.O_RDWR | os.O_CREAT, 0o600), "r+") as note:
        if not _locked(note.fileno()):
            yield
            return
        note.truncate(0)
        note.write(address)
        note.flush()
        try:
            yield
        finally:
            (data / NOTE).unlink(missing_ok=True)


def _locked(note: int) -> bool:
    for _try in range(TRIES):
        with suppress(BlockingIOError):
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.02)
    return False


def running(data: Path) -> str:
    """The address of the process that runs on this data folder; empty when none does."""
    with suppress(FileNotFoundError, PermissionError), (data / NOTE).open() as note:
        try:
            fcntl.flock(note, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return note.read()
    return ""


def base_url() -> str:
    """What a printed link begins with: as the operator set it, else where this installation runs, else PORT."""
    from django.conf import settings

    said: str = settings.BASE_URL
    return said if os.environ.get("JEMBATAN_BASE_URL") else running(settings.DATA) or said
