"""`jembatan doctor`: does what is kept agree with what happened, and what did not arrive."""

import json
from typing import Any

import click

from jembatan.cli import with_database

PAUSED = "Kanal {channel} berhenti sementara sejak {since}: penyedia tidak menerima ({told}). Lihat /meja/pesan/."


@click.command()
@click.option("--repair", is_flag=True, help="Bangun ulang keadaan penerusan, dan buka lagi pengiriman yang tertutup.")
@click.option("--json", "as_json", is_flag=True, help="Satu dokumen JSON di keluaran standar.")
@with_database()
def doctor(repair: bool, as_json: bool) -> int:
    """Bandingkan penerusan dengan langkahnya dan pesan dengan penerimanya; kode keluar 1 bila ada yang tidak cocok."""
    from jembatan.areas import holidays
    from jembatan.relays.models import Relay
    from jembatan.relays.rebuilding import differences, rebuild

    found = differences()
    repaired = rebuild() if repair and found else 0
    relays, messages, alarms = Relay.objects.count(), _messages(repair), _alarms()
    facts = {"relays": relays, "different": [one.relay for one in found], "repaired": repaired, "messages": messages}
    unknown = holidays.unknown_years()
    facts |= {"alarms": alarms, "holidays_unknown": unknown}
    paused = _paused()
    facts["paused"] = [one["channel"] for one in paused]
    sentences = [_relays(relays, len(found), repaired), *_sentences(**messages), *_silence(**alarms)]
    sentences += [PAUSED.format(**one) for one in paused]
    sentences += [holidays.warning(year) for year in unknown]
    click.echo(json.dumps(facts) if as_json else "\n".join(sentences))
    wrong = messages["stuck"] or messages["unbalanced"] or (messages["stranded"] and not messages["reopened"])
    return 1 if wrong or len(found) != repaired else 0


def _messages(repair: bool) -> dict[str, Any]:
    """What waits for somebody's decision, the chunks that would not become messages, the ledgers that are wrong.

    Letters that nobody would ever look for; with `repair` somebody does. Letters that cannot be sent or written now.
    """
    from jembatan.messages import queries
    from jembatan.messages.engine import sweep
    from jembatan.messages.models import Delivery, Dispatch
    from jembatan.messages.workflow import DEAD

    waiting = Delivery.objects.filter(dispatch__in=Dispatch.objects.current())
    counts = {str(state): waiting.filter(state=state).count() for state in DEAD}
    stuck = queries.alarms(Dispatch.objects.all()).count()
    stranded = queries.stranded()
    facts: dict[str, Any] = {"stuck": stuck, "unbalanced": queries.unbalanced(), "stranded": sum(stranded.values())}
    facts["reopened"] = sweep.reopen(list(stranded)) if repair and stranded else 0
    return {**counts, **facts, "blocked": queries.blocked()}


def _paused() -> list[dict[str, str]]:
    """Channels that the breaker holds closed."""
    from django.utils.timezone import localtime

    from jembatan.areas.clock import site_zone
    from jembatan.messages import standing

    return [
        {
            "channel": one.channel,
            "since": f"{localtime(one.since, site_zone()):%Y-%m-%d %H.%M}",
            "told": one.told or "tanpa keterangan",
        }
        for one in standing.paused()
    ]


def _alarms() -> dict[str, int]:
    """Releases that did not go out to villages where somebody can be reached, and how many villages."""
    from jembatan.relays.models import Alarm

    ongoing = [len(villages) for villages in Alarm.objects.ongoing().values_list("villages", flat=True)]
    return {"releases": len(ongoing), "villages": sum(ongoing)}


def _relays(relays: int, different: int, repaired: int) -> str:
    if not different:
        return f"{relays} penerusan diperiksa; semuanya cocok dengan langkah-langkahnya."
    if repaired:
        return f"{different} dari {relays} penerusan dibangun ulang dari langkah-langkahnya."
    return f"{different} dari {relays} penerusan tidak cocok. Perbaiki dengan: jembatan doctor --repair"


def _silence(releases: int, villages: int) -> list[str]:
    if not releases:
        return []
    return [f"{releases} rilis belum keluar ke {villages} desa yang ada kontaknya. Lihat /meja/ dan /meja/pesan/."]


def _sentences(*, failed: int, uncertain: int, blocked: dict[str, int], **wrong: Any) -> list[str]:
    said = [f"Pesan yang menunggu keputusan di /meja/pesan/: {failed} gagal, {uncertain} tidak pasti."]
    if wrong["stuck"]:
        said.append(f"{wrong['stuck']} bagian pengiriman macet: penerimanya belum dibuatkan pesan. Lihat /meja/pesan/.")
    if wrong["unbalanced"]:
        numbers = ", ".join(str(pk) for pk in wrong["unbalanced"])
        said.append(f"Buku pengiriman tidak cocok dengan banyaknya penerima: nomor {numbers}.")
    if wrong["stranded"]:
        advice = "dibuka lagi" if wrong["reopened"] else "perbaiki dengan: jembatan doctor --repair"
        said.append(f"{wrong['stranded']} pesan siap dikirim di pengiriman yang sudah ditutup; {advice}.")
    return said + [f"{count} pesan menunggu: {_why(reason)}." for reason, count in blocked.items()]


def _why(reason: str) -> str:
    kind, _, name = reason.partition(": ")
    words = {"channel": f"kanal {name} tidak disetel", "writer": f"penulisnya gagal ({name}); lihat log pekerja"}
    return words.get(kind, "alamatnya tidak dapat dibuka dengan kunci yang ada")
