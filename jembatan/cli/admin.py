"""`jembatan admin link`: the way back in for an admin whom no link and no password lets in any more."""

from typing import TYPE_CHECKING

import click

from jembatan.cli import with_database
from jembatan.cli.where import base_url

if TYPE_CHECKING:
    from jembatan.people.models import Person


@click.group()
def admin() -> None:
    """Admin pemasangan ini."""


@admin.command()
@click.option("--email", help="Surel admin itu, bila ada beberapa.")
@click.option("--id", "number", type=int, help="Nomor admin itu, bila ia tidak punya surel.")
@with_database()
def link(email: str | None, number: int | None) -> None:
    """Cetak tautan masuk sekali pakai untuk admin yang sudah ada; tautan lamanya tidak berlaku lagi."""
    from jembatan.people import signin
    from jembatan.people.actions import invite

    person = chosen(email, number)
    path = invite(person=person, by=None, lifetime=signin.LIFETIME)
    click.echo(f"Tautan masuk untuk {person.name}, sekali pakai, berlaku 24 jam:", err=True)
    click.echo(f"{base_url()}{path}")


def chosen(email: str | None, number: int | None) -> "Person":
    """The one admin who is meant; else a ClickException that names those there are."""
    from jembatan.people.grants import managers

    admins = list(managers().order_by("name", "pk"))
    if not admins:
        raise click.ClickException("Belum ada admin. Jalankan: jembatan init --area KODE")
    found = [one for one in admins if email in (None, one.email) or (email or "").lower() == one.email]
    found = [one for one in found if number in (None, one.pk)]
    if len(found) == 1:
        return found[0]
    wish = "Beberapa orang adalah admin" if found else "Tidak ada admin aktif yang seperti itu"
    lines = "".join(f"\n  --id {one.pk}  {one.name}  {one.email or 'tanpa surel'}" for one in admins)
    raise click.ClickException(f"{wish}; pilih satu dengan --email atau --id:{lines}")
