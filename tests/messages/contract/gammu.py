"""A folder stands for Gammu's daemon; tests/messages/channels/test_gammu_daemon.py asks the real one."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jembatan import modem_settings

GOOD, BAD = (" 0812-3456-7890", "+6281234567890"), "12"
OUTCOMES: dict[str, Any] = {}  # a folder does not answer; its failures are in test_gammu.py


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def will(self, what: str) -> None:
        raise NotImplementedError

    def arrived(self) -> Counter[str]:
        return Counter(
            path.name + path.read_bytes().decode("utf-16") for path in (self.path / "outbox").glob("OUT*.txt*")
        )


@contextmanager
def provider(settings: Any, tmp_path: Path, **more: str) -> Iterator[Folder]:
    spool = tmp_path / "spool"
    for name in modem_settings.FOLDERS:
        (spool / name).mkdir(parents=True)
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    said = {"FOLDER": str(spool)} | more
    settings.GAMMU = modem_settings.read({f"JEMBATAN_GAMMU_{name}": value for name, value in said.items()})
    yield Folder(spool)
