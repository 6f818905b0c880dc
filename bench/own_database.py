"""A database of a benchmark's own on the server in use: made, migrated, and dropped at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_database(name: str) -> Iterator[None]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jembatan.settings")
    from django.conf import settings

    from jembatan.cli.database import database

    with database(settings.DATA):
        import django
        from django.core.management import call_command
        from django.test.runner import DiscoverRunner

        settings.DATABASES["default"]["TEST"] = {"NAME": name, "MIGRATE": True}
        django.setup()
        runner = DiscoverRunner(interactive=False, verbosity=0)
        made = runner.setup_databases()
        try:
            call_command("check", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files by what is in them
            yield
        finally:
            runner.teardown_databases(made)
