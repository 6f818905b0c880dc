"""`jembatan doctor`: does what is kept agree with what happened."""

import json

import click

from jembatan.cli import with_database


@click.command()
@click.option("--repair", is_flag=True, help="Bangun ulang keadaan penerusan dari langkah-langkahnya.")
@click.option("--json", "as_json", is_flag=True, help="Satu dokumen JSON di keluaran standar.")
@with_database()
def doctor(repair: bool, as_json: bool) -> int:
    """Bandingkan keadaan setiap penerusan dengan langkah-langkahnya. Kode keluar 1 bila ada yang berbeda."""
    from jembatan.relays.models import Relay
    from jembatan.relays.rebuilding import differences, rebuild

    found = differences()
    repaired = rebuild() if repair and found else 0
    relays = Relay.objects.count()
    facts = {"relays": relays, "different": [one.relay for one in found], "repaired": repaired}
    click.echo(json.dumps(facts) if as_json else _sentence(relays, len(found), repaired))
    return 0 if len(found) == repaired else 1


def _sentence(relays: int, different: int, repaired: int) -> str:
    if not different:
        return f"{relays} penerusan diperiksa; semuanya cocok dengan langkah-langkahnya."
    if repaired:
        return f"{different} dari {relays} penerusan dibangun ulang dari langkah-langkahnya."
    return f"{different} dari {relays} penerusan tidak cocok. Perbaiki dengan: jembatan doctor --repair"
