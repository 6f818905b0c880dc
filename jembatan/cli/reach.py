"""`jembatan reach ID`: how far a release came, and which villages it has not reached."""

import json
from typing import Any

import click

from jembatan.cli import with_database

LABELS = {
    "none": "belum ada yang bisa dihubungi",
    "waiting": "menunggu",
    "delivered": "terkirim",
    "seen": "dibuka",
    "relayed": "diteruskan",
    "confirmed": "terbukti sampai",
}


@click.command()
@click.argument("number", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help="Satu dokumen JSON di keluaran standar.")
@with_database()
def reach(number: int, as_json: bool) -> None:
    """Jangkauan satu rilis: jumlah desa per keadaan, waktu, dan desa yang belum terjangkau."""
    from jembatan.relays.queries import as_json as facts_of
    from jembatan.releases.models import Release

    release = Release.objects.public().select_related("area", "published").filter(pk=number).first()
    if release is None:
        raise click.ClickException(f"Rilis {number} tidak ada atau belum terbit.")
    facts = facts_of(release)
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else _table(release.text.title, facts))


def _table(title: str, facts: dict[str, Any]) -> str:
    lines = [title, f"{facts['villages']} desa, {facts['without_group']} tanpa KIM"]
    lines += [f"{count:>8}  {LABELS[state]}" for state, count in facts["states"].items()]
    lines += [f"{_time(value):>8}  menit sampai {name}" for name, value in facts["minutes"].items()]
    lines += ["", f"Belum terjangkau ({len(facts['unreached'])}):"]
    lines += [f"{row['code']}  {row['name']}, {row['district']}" for row in facts["unreached"]]
    return "\n".join(lines)


def _time(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
