"""One channel answers after 30 seconds: how long letters of another wait, beside the same without the slow one.

Also looks, all the while, whether a session of the database sits in an open transaction.
"""

import os
import statistics
import time

import gateway
import provider
from harness import alternating, report
from own_database import own_database

BEATS, EACH = 60, 10  # dispatches of ten letters, five a second
SLOW, STUCK = 30, 500  # seconds; letters in the slow channel
ROUNDS = 3
GOAL = 1.10

WAITS = """
    SELECT extract(epoch FROM d.state_at - p.created_at) FROM messages_delivery d
    JOIN messages_dispatch p ON p.id = d.dispatch_id WHERE p.key LIKE 'beat:%' AND d.state = 'accepted'
"""
HELD = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'idle in transaction' AND now() - state_change > interval '1 s'
"""


def main() -> None:
    with provider.running("--slow", str(SLOW)) as slow, provider.running() as fast:
        gateway.lead_to(slow)
        os.environ |= {
            "JEMBATAN_TELEGRAM_TOKEN": "123456:" + "x" * 35,
            "JEMBATAN_TELEGRAM_BOT": "uji_bot",
            "JEMBATAN_TELEGRAM_RATE": "1000",
            "JEMBATAN_TELEGRAM_URL": fast,
        }
        with own_database("bench_slow"):
            held: list[int] = []
            mine, theirs = alternating(lambda: measure(True, held), lambda: measure(False, held), ROUNDS)
    ratio = mine / theirs
    ok = ratio < GOAL and not max(held)
    report("slow_channel_p95", ratio=ratio, goal=GOAL, ok=ok, ours=mine, yardstick=theirs, unit="s", rounds=ROUNDS)


def measure(stuck: bool, held: list[int]) -> float:
    import people
    import workers
    from django.db import connection

    from jembatan.messages.actions import open_dispatch

    quick = people.recipients(EACH * BEATS, "telegram")
    slow = people.more(STUCK, "sms")
    with workers.running(1):
        time.sleep(4)
        if stuck:
            open_dispatch(key="stuck", kind="proof", subject_id=None, recipient_ids=slow)
        for beat in range(BEATS):
            open_dispatch(
                key=f"beat:{beat}", kind="proof", subject_id=None, recipient_ids=quick[beat * EACH : (beat + 1) * EACH]
            )
            time.sleep(0.2)
            with connection.cursor() as cursor:
                cursor.execute(HELD)
                held.append(cursor.fetchone()[0])
        time.sleep(3)
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        waits = [float(row[0]) for row in cursor.fetchall()]
    assert len(waits) == BEATS * EACH, len(waits)
    return statistics.quantiles(waits, n=20)[18]


if __name__ == "__main__":
    main()
