"""Commands called in this process, on the test's own database."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from jembatan import cli
from jembatan.cli import schema


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Jembatan = Callable[..., Said]


@contextmanager
def as_it_is(*, migrate: bool) -> Iterator[None]:
    """The test's database is ready, and closing its connection would end the test's transaction."""
    yield


@pytest.fixture
def jembatan(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any) -> Jembatan:
    """Call `jembatan` with these words."""
    monkeypatch.setattr(schema, "prepared", as_it_is)
    monkeypatch.setenv("JEMBATAN_DATA", str(tmp_path))

    def call(*words: object) -> Said:
        with pytest.raises(SystemExit) as left:
            cli.main([str(word) for word in words])
        return Said(int(left.value.code or 0), *capsys.readouterr())

    return call
