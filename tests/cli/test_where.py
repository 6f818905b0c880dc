"""Links that a command prints begin with the address at which the installation runs."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings

from jembatan.cli.where import NOTE, base_url, noted, running

HERE = "http://127.0.0.1:8123"


@pytest.fixture
def data(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("JEMBATAN_BASE_URL", raising=False)
    settings.DATA = tmp_path
    return tmp_path


def test_the_address_is_known_while_it_runs_and_not_after(data: Path, settings: LazySettings) -> None:
    with noted(data, HERE):
        during = base_url()

    assert (during, base_url()) == (HERE, settings.BASE_URL)
    assert list(data.iterdir()) == []


def test_what_the_operator_set_counts_first(
    data: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JEMBATAN_BASE_URL", "https://jembatan.contoh.go.id")
    settings.BASE_URL = "https://jembatan.contoh.go.id"

    with noted(data, HERE):
        assert base_url() == "https://jembatan.contoh.go.id"


def test_the_note_of_a_killed_process_is_not_believed(data: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from jembatan.cli.where import noted\n"
        f"with noted(Path({str(data)!r}), {HERE!r}): print('noted', flush=True); sys.stdin.read()"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        alive = running(data)
        process.kill()

    assert (alive, (data / NOTE).read_text(), running(data)) == (HERE, HERE, "")
    with noted(data, "http://127.0.0.1:9"):
        assert running(data) == "http://127.0.0.1:9"


def test_a_second_process_of_the_same_folder_changes_nothing(data: Path) -> None:
    with noted(data, HERE):
        with noted(data, "http://127.0.0.1:9"):
            assert running(data) == HERE
        assert running(data) == HERE
