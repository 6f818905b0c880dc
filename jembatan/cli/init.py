"""`jembatan init`: a new installation, its areas and its first admin."""

from typing import TYPE_CHECKING

import click

from jembatan.cli import with_database
from jembatan.cli.failures import refusing
from jembatan.cli.progress import bar

if TYPE_CHECKING:
    from jembatan.people.models import Person


@click.command()
@click.option(
    "--area", required=True, envvar="JEMBATAN_AREA", help="Kode Kemendagri, misalnya 16.06; 0 untuk Indonesia."
)
@click.option("--name", default="Admin", show_default=True, help="Nama admin pertama.")
@click.option("--email", help="Surel admin pertama, untuk masuk lagi kelak.")
@with_database(migrate=True)
def init(area: str, name: str, email: str | None) -> None:
    """Muat wilayah dan buat admin pertama dengan tautan masuk sekali pakai."""
    from django.db import transaction

    from jembatan.areas.errors import AreaError

    # The link goes out just before the commit: whoever is killed in between calls init again.
    with refusing(AreaError), transaction.atomic():
        tell_link(establish(area, name, email))


def tell_link(admin: "Person") -> None:
    from django.conf import settings

    from jembatan.cli.where import base_url
    from jembatan.people import signin

    click.echo("Jembatan siap. Masuk sebagai admin (tautan sekali pakai):", err=True)
    click.echo(f"{base_url()}{signin.issue(admin, next=settings.LOGIN_REDIRECT_URL)}")


def establish(code: str, name: str, email: str | None) -> "Person":
    """Load the tree and create the admin. Call it in a transaction.

    Again for the same tree: the admin where there is none, and a new link where the only one never came in.
    """
    from jembatan.areas import holidays, loading, upstream
    from jembatan.areas.errors import AreaError
    from jembatan.areas.models import Area

    rows = upstream.rows(code)
    loading.lock()
    root = Area.objects.current().filter(parent=None).first()
    if root is None:
        with bar("Memuat wilayah") as progress:
            root = loading.load(code, rows=rows, progress=progress)
        holidays.seed(holidays.usual_years())
    admins = _admins(root.pk)
    lost = len(admins) == 1 and admins[0].last_login is None
    if root.code != rows[0].code:
        loading.refuse_a_second_root(rows[0].code)
    if admins and not lost:
        raise AreaError(
            f"Instalasi ini sudah melayani {root.title} ({root.code}). Untuk memuat ulang: jembatan areas load --area "
            f"{root.code}; untuk masuk lagi sebagai admin: jembatan admin link"
        )
    return admins[0] if lost else _first_admin(root.pk, name, email)


def _admins(root: int) -> "list[Person]":
    from jembatan.people.models import Grant
    from jembatan.people.roles import Role

    grants = Grant.objects.current().filter(role=Role.ADMIN, area=root).select_related("person")
    return [grant.person for grant in grants]


def _first_admin(root: int, name: str, email: str | None) -> "Person":
    from jembatan.audit.actions import record
    from jembatan.people.models import Grant, Person
    from jembatan.people.roles import Role

    person = Person.objects.create_person(name=name, email=_checked(email))
    grant = Grant.objects.create(person=person, role=Role.ADMIN, area_id=root)
    record("grant.given", grant, by=None, person=person.pk, role=Role.ADMIN)
    return person


def _checked(email: str | None) -> str | None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from jembatan.people.models import Person

    if email is None:
        return None
    try:
        validate_email(email)
    except ValidationError:
        raise click.BadParameter(f"{email} bukan alamat surel.", param_hint="--email") from None
    if Person.objects.filter(email=email.lower()).exists():
        raise click.ClickException(f"{email} sudah dipakai orang lain; pilih surel lain.")
    return email
