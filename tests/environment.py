"""Loaded before the settings (`-p tests.environment`): a data folder and a server of the tests' own.

With DATABASE_URL set the tests use that server; else the embedded one starts in var/test and ends with the tests.
Workers of pytest-xdist adopt the server that the first process started.
"""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.setdefault("JEMBATAN_DATA", str(ROOT / "var" / "test")))
os.environ.pop("JEMBATAN_BASE_URL", None)
os.environ["JEMBATAN_QUIET_HOURS"] = ""  # the processes that tests start work at night too
_open = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    from jembatan import postgres
    from jembatan.environment import data_folder

    data_folder(str(DATA))
    if not os.environ.get("DATABASE_URL"):
        _open.enter_context(postgres.running(DATA, durable=False))
    if not hasattr(config, "workerinput"):
        _collect_static()


def _collect_static() -> None:
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jembatan.settings")
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


def pytest_unconfigure(config: pytest.Config) -> None:
    _open.close()
