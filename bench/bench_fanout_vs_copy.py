"""Fanning out a million deliveries, beside a COPY of the same rows into the same table with the same indexes."""

import os

from harness import alternating, report, seconds
from own_database import own_database

ROWS = int(os.environ.get("ROWS", "1_000_000"))
ROUNDS = 3


def main() -> None:
    with own_database("bench_fanout"):
        import people
        from django.db import connection

        from jembatan.messages.actions import open_dispatch
        from jembatan.messages.engine import fan_out

        ids = people.recipients(ROWS, "email")

        def ours() -> float:
            people.without_deliveries()
            open_dispatch(key="bench", kind="bench", subject_id=None, recipient_ids=ids)
            return ROWS / seconds(fan_all)

        def fan_all() -> None:
            done = 0
            while now := fan_out.next_chunk():
                done += now
            assert done == ROWS, done

        def yardstick() -> float:
            people.without_deliveries()
            return ROWS / seconds(copy)

        def copy() -> None:
            with connection.cursor() as cursor:
                columns = "dispatch_id, recipient_id, contact_id, channel, state"
                with cursor.cursor.copy(f"COPY messages_delivery ({columns}) FROM STDIN") as stream:
                    for start in range(0, ROWS, 10_000):
                        stream.write(
                            "".join(
                                f"1\t{ids[n]}\t{n + 1}\temail\tready\n" for n in range(start, min(ROWS, start + 10_000))
                            )
                        )

        mine, theirs = alternating(ours, yardstick, ROUNDS)
    ratio = mine / theirs
    report(
        "fanout_vs_copy",
        ratio=ratio,
        goal=0.8,
        ok=ratio >= 0.8,
        ours=mine,
        yardstick=theirs,
        unit="rows/s",
        rounds=ROUNDS,
    )


if __name__ == "__main__":
    main()
