"""What stands between a command and its tables: Django, the database, the schema."""

from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def prepared(*, migrate: bool) -> Iterator[None]:
    """Everything a command needs, for as long as the block lasts. ClickException when something is not there."""
    from django.conf import settings

    from jembatan.cli.database import database

    with database(settings.DATA):
        import django
        from django.db import connections

        django.setup()
        try:
            _up_to_date(migrate)
            yield
        finally:
            connections.close_all()  # before an embedded server is asked to stop


def _up_to_date(migrate: bool) -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if not migrate:
        raise click.ClickException(
            "Skema basis data belum sesuai dengan versi ini. "
            "Jalankan jembatan run, atau jembatan init --area KODE untuk pemasangan baru."
        )
    _migrate()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import ProgrammingError

    click.echo("Menyiapkan skema basis data ...", err=True)
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", None) != "42501":  # insufficient_privilege
            raise
        raise click.ClickException(
            "Pengguna di DATABASE_URL tidak boleh membuat tabel; jadikan pengguna itu pemilik basis datanya."
        ) from error
