"""`jembatan areas`: list, load again, rename, import boundaries."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jembatan.cli import with_database
from jembatan.cli.failures import refusing
from jembatan.cli.progress import bar

if TYPE_CHECKING:
    from jembatan.areas.boundaries import Imported
    from jembatan.areas.difference import Difference
    from jembatan.areas.models import Area

SHOWN = 20  # lines of each kind; --json has them all


@click.group()
def areas() -> None:
    """Wilayah: daftar, pemuatan ulang, nama, dan batas."""


@areas.command("list")
@click.option("--under", help="Kode wilayah; bawaannya seluruh wilayah instalasi ini.")
@click.option("--json", "as_json", is_flag=True, help="Satu dokumen JSON.")
@with_database()
def list_areas(under: str | None, as_json: bool) -> None:
    """Daftar wilayah yang berlaku, beserta semua di bawahnya."""
    found = _found(under)
    if not as_json:
        for area in found:
            click.echo(f"{area.code:<13}  {area.title}")
        return
    click.echo("[", nl=False)
    for number, area in enumerate(found):
        click.echo(("," if number else "") + "\n " + json.dumps(_row(area), ensure_ascii=False), nl=False)
    click.echo("\n]")


def _found(under: str | None) -> Iterator["Area"]:
    """Streamed: all Indonesia never is in memory at once."""
    from jembatan.areas.models import Area

    current = Area.objects.current()
    root = current.filter(code=under) if under else current.filter(parent=None)
    top = root.first()
    if top is None:
        raise click.ClickException(
            f"Wilayah {under} tidak ada di instalasi ini; lihat: jembatan areas list"
            if under
            else "Belum ada wilayah. Jalankan dulu: jembatan init --area KODE"
        )
    return current.under(top.code).select_related("parent").order_by("level", "code").iterator(2_000)


def _row(area: "Area") -> dict[str, Any]:
    return {
        "code": area.code,
        "name": area.name,
        "official_name": area.official_name,
        "kind": area.kind,
        "parent": area.parent.code if area.parent else None,
        "postal_code": area.postal_code or None,
    }


@areas.command()
@click.option("--area", "code", required=True, help="Kode wilayah yang dimuat ulang.")
@click.option("--yes", is_flag=True, help="Terapkan tanpa bertanya.")
@click.option("--json", "as_json", is_flag=True, help="Satu dokumen JSON; tanpa --yes tidak mengubah apa pun.")
@with_database()
def load(code: str, yes: bool, as_json: bool) -> None:
    """Bandingkan dengan daftar kementerian, tampilkan perbedaannya, lalu terapkan."""
    from jembatan.areas import difference
    from jembatan.areas.errors import AreaError

    with refusing(AreaError):
        found = difference.difference(code)
        if not as_json:
            _show(found)
        apply = bool(found) and (yes or (not as_json and click.confirm("Terapkan?", err=True)))
        if apply:
            difference.apply(found)
    if as_json:
        click.echo(json.dumps(_document(found, apply), ensure_ascii=False))
    elif found:
        click.echo("Diterapkan." if apply else "Tidak diterapkan.")


def _show(found: "Difference") -> None:
    if not found:
        click.echo(f"Tidak ada perbedaan di bawah {found.code}.")
    _some("Baru", [f"+ {row.code}  {row.name}" for row in found.added])
    _some("Berganti nama", [_renamed(each) for each in found.renamed])
    _some("Berakhir (tidak dihapus)", [f"- {code}  {name}" for code, name in found.ended])
    _some("Kode pos berubah", [f"~ {code}  {postal or '-'}" for code, postal in found.postal_codes])


def _renamed(each: Any) -> str:
    kept = f"  (di sini tetap “{each.name}”)" if each.edited else ""
    return f"~ {each.code}  {each.before} → {each.after}{kept}"


def _some(title: str, lines: list[str]) -> None:
    if lines:
        more = [f"  … dan {len(lines) - SHOWN} lagi (lengkapnya: --json)"] if len(lines) > SHOWN else []
        click.echo("\n".join([f"{title}: {len(lines)}", *(f"  {line}" for line in lines[:SHOWN]), *more]))


def _document(found: "Difference", applied: bool) -> dict[str, Any]:
    return {
        "area": found.code,
        "added": [{"code": row.code, "name": row.name} for row in found.added],
        "renamed": [
            {"code": each.code, "before": each.before, "after": each.after, "kept": each.name if each.edited else None}
            for each in found.renamed
        ],
        "ended": [{"code": code, "name": name} for code, name in found.ended],
        "postal_codes": [{"code": code, "postal_code": postal} for code, postal in found.postal_codes],
        "applied": applied,
    }


@areas.command()
@click.argument("code")
@click.argument("name")
@with_database()
def rename(code: str, name: str) -> None:
    """Beri wilayah nama yang dipakai setempat; bertahan saat dimuat ulang."""
    from jembatan.areas import actions
    from jembatan.areas.errors import AreaError
    from jembatan.areas.models import Area

    area = Area.objects.current().filter(code=code).first()
    if area is None:
        raise click.ClickException(f"Wilayah {code} tidak ada di instalasi ini; lihat: jembatan areas list")
    with refusing(AreaError):
        click.echo(f"{code}  {actions.rename(area=area, name=name, by=None).title}")


@areas.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Periksa saja, tanpa menyimpan.")
@click.option("--json", "as_json", is_flag=True, help="Satu dokumen JSON.")
@with_database()
def boundaries(file: Path, dry_run: bool, as_json: bool) -> None:
    """Impor batas wilayah dari berkas GeoJSON (WGS84; properti kode atau code)."""
    from jembatan.areas.boundaries import import_file
    from jembatan.areas.errors import AreaError

    with refusing(AreaError), bar(f"Mengimpor {file.name}") as progress:
        imported = import_file(file, dry_run=dry_run, progress=progress)
    if as_json:
        without = [{"code": area.code, "name": area.name} for area in imported.without]
        click.echo(json.dumps({"imported": imported.count, "dry_run": dry_run, "without": without}, ensure_ascii=False))
    else:
        _tell(imported, dry_run)


def _tell(imported: "Imported", dry_run: bool) -> None:
    done = "dapat diimpor (belum disimpan)" if dry_run else "diimpor"
    click.echo(f"{imported.count} batas {done}.")
    places = [f"{area.code}  {area.title}, {area.parent.title if area.parent else ''}" for area in imported.without]
    _some("Belum punya batas (tetap tampil di mana-mana)", places)
