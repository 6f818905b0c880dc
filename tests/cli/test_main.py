"""How any command fails: one sentence, an exit code, no traceback."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from django.db import OperationalError

from jembatan.cli import COMMANDS, cli
from jembatan.cli.failures import exit_code, refusing
from tests.cli.conftest import Jembatan


def test_help_lists_every_command_and_imports_none_of_them() -> None:
    script = "import sys; from jembatan.cli import main\ntry: main(['--help'])\nfinally: print('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)
    assert done.stdout.endswith("False\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_exists(name: str) -> None:
    module, _, attribute = COMMANDS[name][0].partition(":")

    assert isinstance(getattr(importlib.import_module(module), attribute), click.Command)
    assert cli.get_command(click.Context(cli), name) is not None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["tiada"], "Perintah tiada tidak ada. Lihat: jembatan --help\n"),
        (["areas", "list", "--tiada"], "Opsi --tiada tidak ada. Lihat: jembatan areas list --help\n"),
        (["init"], "'--area' wajib diisi. Lihat: jembatan init --help\n"),
        (["areas", "boundaries"], "'FILE' wajib diisi. Lihat: jembatan areas boundaries --help\n"),
    ],
)
def test_wrong_words_are_told_in_a_sentence_with_exit_code_2(
    jembatan: Jembatan, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    monkeypatch.delenv("JEMBATAN_AREA", raising=False)

    said = jembatan(*words)

    assert (said.code, said.out, said.err) == (2, "", told)


class Expected(Exception):
    """Speaks to the operator."""


def fails(error: BaseException) -> None:
    raise error


def test_what_was_expected_is_one_sentence_and_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> None:
        with refusing(Expected):
            fails(Expected("Pakai yang lain."))

    assert exit_code(command) == 1
    assert capsys.readouterr().err == "Pakai yang lain.\n"


def test_what_nobody_expected_goes_to_the_log_that_only_we_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JEMBATAN_DATA", str(tmp_path / "var"))
    log = tmp_path / "var" / "errors.log"

    assert exit_code(lambda: fails(ZeroDivisionError("rahasia"))) == 70

    assert capsys.readouterr().err == f"Kesalahan yang tidak terduga (ZeroDivisionError); rinciannya di {log}.\n"
    assert "Traceback" in log.read_text()
    assert "ZeroDivisionError: rahasia" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_log_that_cannot_be_written_is_told_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "var").write_text("bukan folder")
    monkeypatch.setenv("JEMBATAN_DATA", str(tmp_path / "var"))

    assert exit_code(lambda: fails(ZeroDivisionError("x"))) == 70
    assert "tidak dapat ditulis" in capsys.readouterr().err


def test_ctrl_c_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(lambda: fails(KeyboardInterrupt())) == 130
    assert capsys.readouterr().err == "Dihentikan.\n"


def test_a_database_that_goes_away_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(lambda: fails(OperationalError("server closed the connection\nmore"))) == 1
    assert capsys.readouterr().err == "Basis data tidak menjawab lagi (server closed the connection); coba lagi.\n"


@pytest.mark.parametrize(
    "url",
    [
        "bukan-alamat",
        "mysql://a:sandi-rahasia@127.0.0.1/b",
        "postgresql://a:sandi-rahasia@127.0.0.1:abc/b",
        "postgresql://a:sandi-rahasia@127.0.0.1:1/b",
        "postgresql://a:sandi-rahasia@tiada.invalid:5432/b",
    ],
)
def test_a_broken_database_url_is_one_sentence_without_the_password(tmp_path: Path, url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jembatan.cli", "areas", "list"],
        env=os.environ | {"DATABASE_URL": url, "JEMBATAN_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "DATABASE_URL" in done.stderr
    assert done.stderr.count("\n") == 1
    assert "sandi-rahasia" not in done.stderr
