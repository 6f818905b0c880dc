"""`jembatan run`, `web` and `worker`: the processes of one installation."""

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType

import click

from jembatan import postgres
from jembatan.cli.address import gunicorn, taken, wait_until_it_answers
from jembatan.cli.children import Child, Stop, children, stoppable
from jembatan.cli.database import database
from jembatan.cli.where import noted

LOOK_EVERY = 0.5  # seconds


def say(sentence: str) -> None:
    click.echo(sentence)
    sys.stdout.flush()


@click.command(short_help="Basis data, web, dan pekerja dalam satu proses; Ctrl-C mengakhiri semuanya.")
@click.option("--demo", is_flag=True, help="Isi dengan demo Musi Banyuasin bila masih kosong.")
def run(demo: bool) -> None:
    """Jalankan basis data, web, dan pekerja; Ctrl-C mengakhiri semuanya."""
    with ending_quietly(), listening() as listener, database(_settings().DATA) as server:
        prepare()
        if demo:
            load_demo()
        web = Child("web", gunicorn(listener), keep=(listener.fileno(),))
        worker = Child("pekerja", [sys.executable, "-c", "from jembatan.cli import main; main()", "worker"])
        with children(web, worker) as both:
            wait_until_it_answers(_settings().PORT, lambda: look_after(both, server))
            greet(demo)
            while True:
                look_after(both, server)
                time.sleep(LOOK_EVERY)


@click.command(short_help="Hanya proses web.")
def web() -> None:
    """Jalankan hanya proses web (gunicorn)."""
    with ending_quietly(), listening() as listener, database(_settings().DATA) as server:
        collect_static()
        with children(Child("web", gunicorn(listener), keep=(listener.fileno(),))) as alone:
            while True:
                look_after(alone, server)
                time.sleep(LOOK_EVERY)


@click.command(short_help="Hanya pekerja: pengiriman dan tugas berkala.")
def worker() -> None:
    """Jalankan hanya pekerja: pengiriman pesan dan tugas berkala."""
    _django()
    from jembatan.messages import worker as messages

    with database(_settings().DATA):
        code = messages.run()
    messages.leave(code)


@contextmanager
def listening() -> Iterator[socket.socket]:
    """The port is ours, and other commands of this data folder know the address."""
    settings = _settings()
    with taken(settings.PORT) as listener, noted(settings.DATA, settings.BASE_URL):
        yield listener


@contextmanager
def ending_quietly() -> Iterator[None]:
    """Being told to stop is how these commands end: exit code 0."""
    with stoppable(), suppress(Stop):
        yield
    click.echo("Berhenti. Semua proses sudah diakhiri.", err=True)


def look_after(all_of_them: tuple[Child, ...], server: postgres.Server | None) -> None:
    if server is not None and not server.alive():
        say("PostgreSQL berhenti; dimulai lagi.")
        server.ensure()
    for child in all_of_them:
        child.look_after(say)


def prepare() -> None:
    """The schema and the static files, as this version wants them."""
    from django.core.management import call_command

    _django()
    say("Menyiapkan basis data ...")
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()


def collect_static() -> None:
    from django.core.management import call_command

    _django()
    call_command("collectstatic", interactive=False, verbosity=0)


def load_demo() -> None:
    """Only into an empty installation: nobody's data get demo rows among them."""
    if initialised():
        return
    from jembatan.demo import load

    say("Mengisi demo ...")
    load.load()


def initialised() -> bool:
    from jembatan.areas.models import Area

    return Area.objects.exists()


def greet(demo: bool) -> None:
    from django.db import connections

    base_url = _settings().BASE_URL
    say(f"\nJembatan berjalan di {base_url}  (Ctrl-C untuk berhenti)")
    if not (demo and sign_in(base_url)):
        say(way_in(base_url))
    connections.close_all()


def sign_in(base_url: str) -> bool:
    """Print the demo's links; False where the demo is not, or not any more."""
    from jembatan.demo import links

    found = links.sign_in_links(base_url)
    if found:
        say("Masuk sebagai (tautan sekali pakai):")
    for role, link in found:
        say(f"  {role:<16} {link}")
    return bool(found)


def way_in(base_url: str) -> str:
    """What to do next to come in."""
    from jembatan.areas.models import Area
    from jembatan.people.grants import managers

    root = Area.objects.current().filter(parent=None).first()
    if root is None:
        return "Belum ada wilayah. Jalankan: jembatan init --area KODE  (misalnya --area 16.06)"
    if not managers().exists():
        return f"Belum ada admin. Jalankan: jembatan init --area {root.code} --name NAMA --email SUREL"
    return f"Masuk di {base_url}/akun/masuk/  (tautan baru untuk admin: jembatan admin link)"


def _django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jembatan.settings")
    django.setup()


def _settings() -> ModuleType:
    """Reading them checks them: a wrong one ends the program here, before anything is started."""
    from jembatan import settings

    return settings
