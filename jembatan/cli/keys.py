"""`jembatan keys`: who may hand in voices by machine."""

import click

from jembatan.cli import with_database


@click.group()
def keys() -> None:
    """Kunci bagi aplikasi lain yang mengirim laporan lewat Open311. Membaca tidak memerlukan kunci."""


@keys.command()
@click.argument("name")
@with_database()
def make(name: str) -> None:
    """Buat kunci untuk NAME, misalnya "Aplikasi Sekayu". Kuncinya tampil sekali ini saja."""
    from jembatan.api import keys

    if not name.strip():
        raise click.ClickException("Sebutkan milik siapa kunci ini.")
    made, key = keys.make(name=name)
    click.echo(f"Kunci nomor {made.pk} untuk {made.name}. Simpan sekarang; tidak dapat ditampilkan lagi:", err=True)
    click.echo(key)


@keys.command("list")
@with_database()
def listing() -> None:
    """Kunci yang masih berlaku."""
    from jembatan.api.models import ApiKey

    for key in ApiKey.objects.filter(ended_at=None).order_by("pk"):
        click.echo(f"{key.pk}\t{key.made_at:%Y-%m-%d}\t{key.name}")


@keys.command()
@click.argument("number", type=int)
@with_database()
def end(number: int) -> None:
    """Kunci nomor NUMBER tidak berlaku lagi."""
    from jembatan.api import keys
    from jembatan.api.models import ApiKey

    found = ApiKey.objects.filter(pk=number, ended_at=None).first()
    if found is None:
        raise click.ClickException(f"Tidak ada kunci nomor {number} yang berlaku. Lihat: jembatan keys list")
    keys.end(key=found)
    click.echo(f"Kunci {found.name} tidak berlaku lagi.", err=True)
