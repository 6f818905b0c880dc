"""`jembatan release import|publish FILES`: releases from text files."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from jembatan.cli import with_database
from jembatan.cli.failures import refusing

Files = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
Targets = click.option("--to", "targets", multiple=True, metavar="KODE", help="Kode wilayah sasaran; boleh berulang.")
Skip = click.option("--skip-existing", "skip", is_flag=True, help="Lewati berkas yang sudah menjadi rilis.")
AsJson = click.option("--json", "as_json", is_flag=True, help="Satu dokumen JSON per rilis di keluaran standar.")


@click.group()
def release() -> None:
    """Rilis dari berkas teks: baris judul, baris tanggal, lalu isi; atau Markdown dengan bagian depan."""


@release.command("import")
@Files
@Targets
@Skip
@AsJson
@with_database()
def import_(files: tuple[Path, ...], targets: tuple[str, ...], skip: bool, as_json: bool) -> None:
    """Simpan berkas sebagai draf."""
    _each(files, targets, skip, as_json, _draft)


@release.command()
@Files
@Targets
@click.option("--yes", is_flag=True, help="Terbitkan tanpa bertanya.")
@Skip
@AsJson
@with_database()
def publish(files: tuple[Path, ...], targets: tuple[str, ...], yes: bool, skip: bool, as_json: bool) -> None:
    """Terbitkan berkas sekarang: penerusan ke setiap desa sasaran langsung dimulai."""
    if not yes:
        click.confirm(f"Terbitkan {len(files)} berkas sekarang?", abort=True, err=True)
    _each(files, targets, skip, as_json, _published)


def _draft(parsed: Any, targets: list[str]) -> Any:
    from jembatan.releases.importing import import_draft

    return import_draft(parsed, targets=targets, by=None)


def _published(parsed: Any, targets: list[str]) -> Any:
    from django.db import transaction

    from jembatan.relays.publishing import publish as start

    with transaction.atomic():
        return start(release=_draft(parsed, targets), by=None)


def _each(
    files: tuple[Path, ...], targets: tuple[str, ...], skip: bool, as_json: bool, act: Callable[..., Any]
) -> None:
    """Every file is read and checked before the first one is written; then each is one transaction."""
    from jembatan.releases import importing, parsing
    from jembatan.releases.workflow import Refused

    done: list[Any] = []
    with refusing(Refused), saying_what_stands(done):
        texts = [parsing.read(path) for path in files]
        there = [importing.existing(parsed) if skip else None for parsed in texts]
        importing.check_all([text for text, old in zip(texts, there, strict=True) if not old], list(targets))
        for path, parsed, old in zip(files, texts, there, strict=True):
            if old:
                _tell(old, as_json, skipped=True)
                continue
            with naming(path, Refused):
                done.append(act(parsed, list(targets)))
            _tell(done[-1], as_json)


@contextmanager
def naming(path: Path, refused: type[Exception]) -> Iterator[None]:
    """A refusal says which file it is about."""
    try:
        yield
    except refused as error:
        raise refused(f"{path.name}: {error}") from error


@contextmanager
def saying_what_stands(done: list[Any]) -> Iterator[None]:
    """Whatever stops us, Ctrl-C too: what was written before stays, and the rest can be done by the same command."""
    try:
        yield
    except BaseException:
        if done:
            names = ", ".join(f"rilis {made.pk} ({_address(made)})" for made in done)
            click.echo(f"Sudah selesai: {names}. Jalankan lagi dengan --skip-existing untuk sisanya.", err=True)
        raise


def _address(made: Any) -> str:
    from django.conf import settings

    return f"{settings.BASE_URL}{made.get_absolute_url()}"


def _tell(made: Any, as_json: bool, *, skipped: bool = False) -> None:
    facts = {
        "id": made.pk,
        "address": _address(made),
        "title": made.text.title,
        "state": made.state,
        "villages": made.relays.count(),
    }
    if as_json:
        click.echo(json.dumps(facts | ({"skipped": True} if skipped else {}), ensure_ascii=False))
        return
    how = f"dilewati, sudah ada ({made.get_state_display().lower()})" if skipped else f"{facts['villages']} desa"
    click.echo(f"Rilis {facts['id']} “{facts['title']}”: {how}\n{facts['address']}")
