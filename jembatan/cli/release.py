"""`jembatan release import|publish FILES`: releases from text files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from jembatan.cli import with_database
from jembatan.cli.failures import refusing

Files = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
Targets = click.option("--to", "targets", multiple=True, metavar="KODE", help="Kode wilayah sasaran; boleh berulang.")
AsJson = click.option("--json", "as_json", is_flag=True, help="Satu dokumen JSON per rilis di keluaran standar.")


@click.group()
def release() -> None:
    """Rilis dari berkas teks: baris judul, baris tanggal, lalu isi; atau Markdown dengan bagian depan."""


@release.command("import")
@Files
@Targets
@AsJson
@with_database()
def import_(files: tuple[Path, ...], targets: tuple[str, ...], as_json: bool) -> None:
    """Simpan berkas sebagai draf."""
    _each(files, targets, as_json, _draft)


@release.command()
@Files
@Targets
@click.option("--yes", is_flag=True, help="Terbitkan tanpa bertanya.")
@AsJson
@with_database()
def publish(files: tuple[Path, ...], targets: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Terbitkan berkas sekarang: penerusan ke setiap desa sasaran langsung dimulai."""
    if not yes:
        click.confirm(f"Terbitkan {len(files)} berkas sekarang?", abort=True, err=True)
    _each(files, targets, as_json, _published)


def _draft(parsed: Any, targets: list[str]) -> Any:
    from jembatan.releases.importing import import_draft

    return import_draft(parsed, targets=targets, by=None)


def _published(parsed: Any, targets: list[str]) -> Any:
    from django.db import transaction

    from jembatan.relays.publishing import publish as start

    with transaction.atomic():
        return start(release=_draft(parsed, targets), by=None)


def _each(files: tuple[Path, ...], targets: tuple[str, ...], as_json: bool, act: Callable[..., Any]) -> None:
    """Every file is read and checked before the first one is written; then each is one transaction."""
    from jembatan.releases import importing, parsing
    from jembatan.releases.workflow import Refused

    with refusing(Refused):
        texts = [parsing.read(path) for path in files]
        importing.check_all(texts, list(targets))
        for parsed in texts:
            _tell(act(parsed, list(targets)), as_json)


def _tell(made: Any, as_json: bool) -> None:
    from jembatan.cli.where import base_url

    facts = {
        "id": made.pk,
        "address": f"{base_url()}{made.get_absolute_url()}",
        "title": made.text.title,
        "state": made.state,
        "villages": made.relays.count(),
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        click.echo(f"Rilis {facts['id']} “{facts['title']}”: {facts['villages']} desa\n{facts['address']}")
