"""Lists of and searches in a million voices, as a browser gets them: the slowest of all, beside the bare rows by id.

First pages and late ones, by area, topic, office, state and kind; words that are rare, common, everywhere and nowhere.
`ROWS=200000` for a quick look. Everything else that it measures goes to stderr.
"""

import os
import statistics
import sys
import time
from typing import Any

from harness import report, seconds
from own_database import own_database

ROWS = int(os.environ.get("ROWS", "1000000"))
GOAL_MS, ROUNDS = 100, 7
BARE = "SELECT id, code, text, state, shown_at FROM voices_voice ORDER BY id DESC LIMIT 20"


def main() -> None:
    with own_database("bench_voices"):
        import many_voices
        from django.test import Client

        print(f"{ROWS:,} voices: {seconds(lambda: many_voices.build(ROWS)):.0f} s", file=sys.stderr)
        client, measured = Client(headers={"host": "127.0.0.1"}), {}
        for address in [start + late for start in _addresses() for late in ("", _late())]:
            measured[address] = _page(client, address)
            print(f"  {measured[address]:6.1f} ms  {address}", file=sys.stderr)
        bare = statistics.median(_bare() for _ in range(ROUNDS))
    slowest = max(measured.values())
    print(f"  median {statistics.median(measured.values()):.1f} ms, slowest {slowest:.1f} ms", file=sys.stderr)
    report(
        "voices_1m_ms", ratio=slowest / GOAL_MS, goal=GOAL_MS, ok=slowest <= GOAL_MS, ours=slowest, yardstick=bare,
        unit="ms", rounds=ROUNDS,
    )  # fmt: skip


def _addresses() -> list[str]:
    from many_voices import COMMON, OLD, RARE

    from jembatan.areas.models import Area
    from jembatan.people.models import Office

    villages = list(Area.objects.villages().order_by("code").values_list("code", flat=True))
    office = Office.objects.order_by("pk").values_list("pk", flat=True)[0]
    lists = ["", "wilayah=16.06", "wilayah=16.06.01", "wilayah=16.06.15", f"wilayah={villages[0]}",
             f"wilayah={villages[-1]}", "topik=topik-0", "topik=topik-11", f"kantor={office}", "status=closed",
             "status=asked", "status=passed_on", "status=merged", "jenis=complaint", "jenis=formal",
             "wilayah=16.06.01&status=asked", "wilayah=16.06.01&topik=topik-11&status=forwarded",
             "topik=topik-0&status=merged", f"wilayah={villages[-1]}&jenis=formal"]  # fmt: skip
    words = ["yang", COMMON, RARE, OLD, "tidakada", "jalan+rusak", "%22jalan+rusak%22", "jalan+-rusak", "kain+gambo",
             "taruna", "gambo&wilayah=16.06.01", f"jalan&wilayah={villages[-1]}", "karet&wilayah=16.06.01",
             "taruna&status=asked", "jalan&topik=topik-11&status=passed_on"]  # fmt: skip
    return [f"/suara/?{one}" for one in lists] + [f"/suara/?cari={one}" for one in words]


def _late() -> str:
    """A page in the middle of all, and so deep in every list."""
    from jembatan.voices.models import Voice
    from jembatan.voices.public import cursor_after

    voice = Voice.objects.public().only("shown_at", "code").filter(pk__lte=ROWS // 2).order_by("-pk").first()
    assert voice is not None
    return f"&sebelum={cursor_after(voice)}"


def _page(client: Any, address: str) -> float:
    """The median in milliseconds; the first time warms up."""
    client.get(address)
    times = []
    for _round in range(ROUNDS):
        begin = time.perf_counter()
        assert client.get(address).status_code == 200, address
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def _bare() -> float:
    from django.db import connection

    begin = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        cursor.fetchall()
    return (time.perf_counter() - begin) * 1000


if __name__ == "__main__":
    main()
