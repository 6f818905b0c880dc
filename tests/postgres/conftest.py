"""Folders for servers that also a server's user of its own can enter; everything is removed afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from jembatan import postgres
from jembatan.postgres import places


@pytest.fixture
def folders() -> Iterator[Path]:
    """An open folder: pytest's own is closed to other users."""
    folder = Path(tempfile.mkdtemp(prefix="jembatan-"))
    folder.chmod(0o755)
    yield folder
    remove(folder)


@pytest.fixture(scope="module")
def server_data() -> Iterator[Path]:
    """One data folder with a cluster, made once for the module."""
    folder = Path(tempfile.mkdtemp(prefix="jembatan-"))
    folder.chmod(0o755)
    with postgres.running(folder / "var", durable=False):
        pass
    yield folder / "var"
    remove(folder)


def remove(folder: Path) -> None:
    """The folder and what its links name elsewhere."""
    for home in folder.rglob("postgres"):
        if home.is_symlink():
            shutil.rmtree(home.resolve(), ignore_errors=True)
            shutil.rmtree(places.sockets(home.parent), ignore_errors=True)
    shutil.rmtree(folder)
