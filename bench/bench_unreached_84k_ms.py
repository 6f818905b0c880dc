"""The list of unreached villages of the nation: the board's first page, beside the bare question to the database.

On the way also how long publishing to 83,762 villages takes and what memory it needs, with one group in ten villages.
Everything else that it looks at goes to stderr.
"""

import resource
import statistics
import sys
import time

from harness import report, seconds
from own_database import own_database

ROUNDS = 9
GOAL_MS, GOAL_S = 300, 60
UNREACHED = """
    SELECT r.code, a.name, r.state, r.state_since FROM relays_relay r JOIN areas_area a ON a.id = r.area_id
    WHERE r.release_id = %s AND r.state < 4 ORDER BY r.code
"""


def main() -> None:
    with own_database("bench_unreached"):
        import board
        import nation
        from django.db import connection
        from django.test import Client

        print(f"load all Indonesia and its groups: {seconds(nation.build):.1f} s", file=sys.stderr)
        release, published = _publish()
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(board.editor())
        address = f"/meja/rilis/{release}/jangkauan/"
        client.get(address)

        def page() -> float:
            begin = time.perf_counter()
            assert client.get(address).status_code == 200
            return (time.perf_counter() - begin) * 1000

        def bare() -> float:
            begin = time.perf_counter()
            with connection.cursor() as cursor:
                cursor.execute(UNREACHED, [release])
                assert len(cursor.fetchall()) > 80_000
            return (time.perf_counter() - begin) * 1000

        ours, yardstick = (
            statistics.median(times) for times in zip(*((page(), bare()) for _ in range(ROUNDS)), strict=True)
        )
        board.look_around(client, release)
    ok = ours <= GOAL_MS
    report(
        "unreached_84k_ms",
        ratio=ours / GOAL_MS,
        goal=GOAL_MS,
        ok=ok,
        ours=ours,
        yardstick=yardstick,
        unit="ms",
        rounds=ROUNDS,
    )
    ok = published <= GOAL_S
    report(
        "publish_84k_s",
        ratio=published / GOAL_S,
        goal=GOAL_S,
        ok=ok,
        ours=published,
        yardstick=GOAL_S,
        unit="s",
        rounds=1,
    )


def _publish() -> tuple[int, float]:
    from jembatan.areas.models import Area
    from jembatan.relays import publishing
    from jembatan.releases.actions import Content, draft

    text = Content(title="Uji", short="Uji", body="Uji", targets=["0"])
    release = draft(content=text, area=Area.objects.root(), by=None)
    took = seconds(lambda: publishing.publish(release=release, by=None))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"publish to all villages: {took:.1f} s, peak {peak:.0f} MiB", file=sys.stderr)
    return release.pk, took


if __name__ == "__main__":
    main()
