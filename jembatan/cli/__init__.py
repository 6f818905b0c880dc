"""The command line: one table of commands, each imported when it is called and not before."""

import os
from collections.abc import Callable, Sequence
from functools import wraps
from importlib import import_module
from typing import NoReturn, ParamSpec, TypeVar

import click

P = ParamSpec("P")
T = TypeVar("T")

# name → where it is, and what `jembatan --help` says of it
COMMANDS = {
    "run": ("jembatan.cli.run:run", "Basis data, web, dan pekerja dalam satu proses; Ctrl-C mengakhiri semuanya."),
    "web": ("jembatan.cli.run:web", "Hanya proses web."),
    "worker": ("jembatan.cli.run:worker", "Hanya pekerja: pengiriman dan tugas berkala."),
    "init": ("jembatan.cli.init:init", "Pemasangan baru: muat wilayah dan buat admin pertama."),
    "admin": ("jembatan.cli.admin:admin", "Tautan masuk baru bagi admin yang tidak bisa masuk lagi."),
    "areas": ("jembatan.cli.areas:areas", "Wilayah: daftar, pemuatan ulang, nama, dan batas."),
    "demo": ("jembatan.cli.demo:demo", "Isi atau hapus demo Musi Banyuasin."),
    "release": ("jembatan.cli.release:release", "Rilis: impor dan terbitkan dari berkas teks."),
    "reach": ("jembatan.cli.reach:reach", "Jangkauan satu rilis: desa mana yang belum terjangkau."),
    "prove": ("jembatan.cli.prove:prove", "Bukti: pekerja dimatikan berkali-kali, tidak ada pesan hilang atau dobel."),
    "keys": ("jembatan.cli.keys:keys", "Kunci bagi aplikasi lain yang mengirim laporan lewat Open311."),
    "telegram": ("jembatan.cli.telegram:telegram", "Beri tahu Telegram cara Jembatan menerima pesan."),
    "doctor": ("jembatan.cli.doctor:doctor", "Periksa apakah catatan dan keadaan saling cocok."),
}


class Table(click.Group):
    """The commands of COMMANDS; its own help costs no import."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Perintah"):
            formatter.write_dl([(name, told) for name, (_target, told) in COMMANDS.items()])


@click.group(cls=Table, name="jembatan", epilog="Rincian satu perintah: jembatan PERINTAH --help")
@click.version_option(package_name="jembatan", message="%(version)s")
def cli() -> None:
    """Jembatan: informasi pemerintah sampai ke setiap desa, dan suara warga sampai ke pemerintah."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point. Exit codes: 0 done, 1 refused, 2 wrongly called, 70 our fault, 130 Ctrl-C."""
    from jembatan.cli.failures import exit_code

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jembatan.settings")
    raise SystemExit(exit_code(lambda: cli.main(arguments, prog_name="jembatan", standalone_mode=False)))


def with_database(*, migrate: bool = False) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """The command runs with Django set up, a database that answers and a schema of this version.

    Put it below the options. `migrate` brings the schema up to date, else an old one is refused.
    """

    def decorate(command: Callable[P, T]) -> Callable[P, T]:
        @wraps(command)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            from jembatan.cli.schema import prepared

            with prepared(migrate=migrate):
                return command(*args, **kwargs)

        return run

    return decorate
