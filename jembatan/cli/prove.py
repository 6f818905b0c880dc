"""`jembatan prove`: the promise of the ledger, shown on this machine with real `kill -9`."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click
import psycopg
from psycopg import sql

SAFEGUARDS = ["lock", "token", "sending", "sweeper"]


@click.command()
@click.option(
    "--kills", default=40, show_default=True, type=click.IntRange(1, 1000), help="Berapa kali pekerja dimatikan."
)
@click.option(
    "--contacts", default=4000, show_default=True, type=click.IntRange(10, 1_000_000), help="Berapa penerima."
)
@click.option("--workers", default=4, show_default=True, type=click.IntRange(1, 32), help="Berapa pekerja sekaligus.")
@click.option(
    "--provider",
    type=click.Choice(["both", "keyed", "plain"]),
    default="both",
    help="Penyedia yang mengenali kunci, yang tidak, atau keduanya.",
)
@click.option(
    "--without", type=click.Choice(SAFEGUARDS), default=None, help="Cabut satu pengaman; buktinya harus gagal."
)
@click.option("--json", "as_json", is_flag=True, help="Hasil sebagai JSON.")
def prove(*, kills: int, contacts: int, workers: int, provider: str, without: str | None, as_json: bool) -> None:
    """Matikan pekerja di tengah pengiriman, lalu cocokkan buku kita dengan buku penyedia."""
    from django.conf import settings

    from jembatan.cli.database import database

    kinds = {"both": [True, False], "keyed": [True], "plain": [False]}[provider]
    with database(settings.DATA):
        found = [one(kills, contacts, workers, keyed=keyed, without=without or "", quiet=as_json) for keyed in kinds]
    click.echo(json.dumps(found, indent=2) if as_json else "\n".join(map(words, found)))
    if not all(verdict["holds"] for verdict in found):
        raise click.exceptions.Exit(1)


def one(kills: int, contacts: int, workers: int, *, keyed: bool, without: str, quiet: bool) -> dict[str, Any]:
    """One trial in a database and a folder of its own, both gone afterwards."""
    with own_database() as url, tempfile.TemporaryDirectory(prefix="jembatan-prove-") as folder:
        environment = os.environ | {"DATABASE_URL": url, "JEMBATAN_DATA": folder}
        command = [sys.executable, "-m", "jembatan.cli.proof", folder, *(["--keyed"] if keyed else [])]
        command += [f"--kills={kills}", f"--contacts={contacts}", f"--workers={workers}", f"--without={without}"]
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as child:
            said = list(_progress(child, kills, quiet))
            assert child.stdout is not None
            out = child.stdout.read()
        if child.returncode:
            raise click.ClickException(f"bukti terhenti: {' '.join(said[-3:])}; {_last_words(Path(folder))}")
    verdict: dict[str, Any] = json.loads(out)
    return {"provider": "keyed" if keyed else "plain"} | verdict


def _progress(child: subprocess.Popen[str], kills: int, quiet: bool) -> Iterator[str]:
    """Counts the kills; yields every other line."""
    assert child.stderr is not None
    for line in child.stderr:
        if line.startswith("kill "):
            if not quiet:
                click.echo(f"\r  {line.split()[1]} dari {kills} kali dimatikan", nl=False, err=True)
        else:
            yield line.strip()
    if not quiet:
        click.echo(err=True)


def _last_words(folder: Path) -> str:
    log = folder / "workers.log"
    return log.read_text(errors="replace")[-500:] if log.exists() else ""


@contextmanager
def own_database() -> Iterator[str]:
    """A fresh database on the server in use, dropped at the end. Yields its URL."""
    from django.conf import settings

    name = f"jembatan_prove_{os.getpid()}"
    parts = settings.DATABASES["default"]
    fields = {"user": parts["USER"], "password": parts["PASSWORD"], "host": parts["HOST"], "port": parts["PORT"]}
    given = {key: value for key, value in fields.items() if value}
    with psycopg.connect(**given, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield _url(parts, name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _url(parts: dict[str, Any], name: str) -> str:
    user = quote(parts["USER"]) + (f":{quote(parts['PASSWORD'], safe='')}" if parts["PASSWORD"] else "")
    port = f":{parts['PORT']}" if parts["PORT"] else ""
    if parts["HOST"].startswith("/"):
        return f"postgresql://{user}@{port}/{name}?host={quote(parts['HOST'])}"
    return f"postgresql://{user}@{parts['HOST']}{port}/{name}"


def words(verdict: dict[str, Any]) -> str:
    """The verdict as an operator reads it."""
    keyed = "mengenali kunci" if verdict["provider"] == "keyed" else "tidak mengenali kunci"
    lines = [
        f"Penyedia yang {keyed}: {verdict['kills']} kali dimatikan, {verdict['letters']} pesan, "
        f"{verdict['seconds']} detik",
        f"  diterima penyedia  {verdict['accepted']}",
        f"  hilang             {verdict['lost']}",
        f"  dobel              {verdict['doubled']}",
        f"  tidak pasti        {verdict['uncertain']}  (paling banyak {verdict['kills']} × {verdict['in_flight']})",
        f"  jumlah cocok       {verdict['samples'] - verdict['unbalanced']} dari {verdict['samples']} kali diperiksa",
    ]
    if verdict["stranded"]:
        lines.append(f"  tertinggal         {verdict['stranded']}  (siap dikirim di pengiriman yang sudah ditutup)")
    if verdict["uncertain_letters"]:
        lines.append(f"  yang tidak pasti: {', '.join(verdict['uncertain_letters'])}")
    if verdict["doubled_letters"]:
        lines.append(f"  yang dobel: {', '.join(verdict['doubled_letters'])}")
    return "\n".join([*lines, "  " + ("Terbukti." if verdict["holds"] else "GAGAL.")])
