"""How a command fails: one sentence on stderr and an exit code that means something; never a traceback."""

import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from click import exceptions

REFUSED, OUR_FAULT, INTERRUPTED = 1, 70, 130


@contextmanager
def refusing(*expected: type[Exception]) -> Iterator[None]:
    """Exceptions that speak to the operator become the command's last sentence, with exit code 1."""
    try:
        yield
    except expected as error:
        raise click.ClickException(str(error)) from error


def exit_code(command: Callable[[], object]) -> int:
    """Run the command; whatever comes out of it is told and turned into the exit code."""
    try:
        result = command()
    except exceptions.ClickException as error:
        _tell(_sentence(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _tell("Dihentikan.")
        return INTERRUPTED
    except Exception as error:
        return _database_gone(error) or _unexpected(error)
    return result if isinstance(result, int) else 0


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)


def _sentence(error: exceptions.ClickException) -> str:
    if not isinstance(error, exceptions.UsageError):
        return error.format_message()
    if isinstance(error, exceptions.NoArgsIsHelpError):
        return error.format_message()
    path = error.ctx.command_path if error.ctx else "jembatan"
    return f"{_wrong_use(error)} Lihat: {path} --help"


def _wrong_use(error: exceptions.UsageError) -> str:
    """click's common complaints in Indonesian; its own words for the others."""
    match error:
        case exceptions.NoSuchOption():
            return f"Opsi {error.option_name} tidak ada."
        case exceptions.NoSuchCommand():
            return f"Perintah {error.command_name} tidak ada."
        case exceptions.MissingParameter() if error.param is not None:
            return f"{error.param.get_error_hint(error.ctx or click.Context(click.Command(None)))} wajib diisi."
    return error.format_message()


def _database_gone(error: Exception) -> int:
    """REFUSED when the database went away or is full, else 0."""
    if "django.db" not in sys.modules:
        return 0
    from django.db import InterfaceError, OperationalError

    if not isinstance(error, OperationalError | InterfaceError):
        return 0
    _tell(f"Basis data tidak menjawab lagi ({str(error).strip().splitlines()[0]}); coba lagi.")
    return REFUSED


def _unexpected(error: Exception) -> int:
    log = Path(os.environ.get("JEMBATAN_DATA", "./var")) / "errors.log"
    try:
        _append(log, error)
        _tell(f"Kesalahan yang tidak terduga ({type(error).__name__}); rinciannya di {log}.")
    except OSError as failed:
        _tell(f"Kesalahan yang tidak terduga: {error!r} ({log} tidak dapat ditulis: {failed.strerror}).")
    return OUR_FAULT


def _append(log: Path, error: Exception) -> None:
    """With mode 0600: the text of an error may hold what somebody typed."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} {' '.join(sys.argv[1:2])}\n")
        file.writelines(traceback.format_exception(error))
