"""`jembatan demo load|remove`."""

import click

from jembatan.cli import with_database
from jembatan.cli.progress import bar


@click.group()
def demo() -> None:
    """Demo Musi Banyuasin: semua orang dan kelompok di dalamnya rekaan."""


@demo.command("load")
@with_database(migrate=True)
def load_() -> None:
    """Isi pemasangan yang masih kosong dengan demo."""
    from jembatan.areas.models import Area
    from jembatan.demo.load import load

    if Area.objects.exists():
        raise click.ClickException("Pemasangan ini sudah berisi. Demo hanya untuk pemasangan yang kosong.")
    with bar("Mengisi demo") as progress:
        load(progress=progress)


@demo.command()
@click.option("--yes", is_flag=True, help="Hapus tanpa bertanya.")
@with_database()
def remove(yes: bool) -> None:
    """Hapus semua isi demo; wilayah dan data Anda sendiri tetap ada."""
    from jembatan.demo import forecast
    from jembatan.demo.load import loaded
    from jembatan.demo.removal import remove as remove_demo

    if not loaded():
        raise click.ClickException("Tidak ada demo di pemasangan ini.")
    click.echo("\n".join(forecast.told()), err=True)
    if not yes:
        click.confirm("Hapus semua isi demo?", abort=True, err=True)
    click.echo("Menghapus demo ...", err=True)
    for name, count in remove_demo().items():
        click.echo(f"{count:>8}  {name}")
