"""The database of a command: the embedded server, or the one that DATABASE_URL names and that must answer."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import click
import psycopg
from psycopg.conninfo import conninfo_to_dict

from jembatan import postgres

FORM = "postgresql://pengguna:sandi@host:5432/nama"
OLDEST = 150000  # PostgreSQL 15
# What the driver says → what to do. The first that fits counts; the driver's own words follow the first line only.
ADVICE = [
    ("password authentication failed", "nama pengguna atau sandi di DATABASE_URL salah; perbaiki lalu coba lagi"),
    ("no password supplied", "server meminta sandi; tulis di DATABASE_URL seperti " + FORM),
    (
        "does not exist",
        "basis data atau pengguna di DATABASE_URL belum ada di server; buat dahulu atau perbaiki namanya",
    ),
    ("no pg_hba.conf entry", "server menolak alamat komputer ini; izinkan di pg_hba.conf server itu"),
    ("resolve host", "nama host di DATABASE_URL tidak dikenal; perbaiki nama host"),
    ("translate host name", "nama host di DATABASE_URL tidak dikenal; perbaiki nama host"),
    ("", "server tidak dapat dihubungi; periksa apakah server berjalan serta host dan port di DATABASE_URL"),
]


@contextmanager
def database(data: Path) -> Iterator[postgres.Server | None]:
    """For as long as the block lasts, the database answers. Yields the embedded server, None for a server elsewhere."""
    url = os.environ.get("DATABASE_URL", "")
    if url:
        check(url)
    with nullcontext() if url else _embedded(data) as server:
        yield server


@contextmanager
def _embedded(data: Path) -> Iterator[postgres.Server]:
    try:
        with postgres.running(data) as server:
            yield server
    except postgres.PostgresError as error:
        raise click.ClickException(str(error)) from error


def check(url: str) -> None:
    """One sentence for everything that can be wrong with a server elsewhere; it never repeats the password."""
    where = _where(url)
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        said = str(error).lower()
        advice = next(advice for sign, advice in ADVICE if sign in said)
        raise click.ClickException(f"DATABASE_URL ({where}): {advice}.") from None
    if version < OLDEST:
        raise click.ClickException(
            f"DATABASE_URL ({where}): PostgreSQL {version // 10000} terlalu tua; perlu 15 ke atas."
        )


def _where(url: str) -> str:
    try:
        parts = urlsplit(url)
        if parts.scheme not in {"postgres", "postgresql"}:
            raise ValueError(parts.scheme)
        fields = conninfo_to_dict(url)
    except (ValueError, psycopg.Error):
        raise click.ClickException(f"DATABASE_URL tidak terbaca; tulis seperti {FORM}.") from None
    return f"{fields.get('host', 'localhost')}:{fields.get('port', 5432)}/{fields.get('dbname', '')}"
