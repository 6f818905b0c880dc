"""A provider that takes 30 letters a second and no more: the time to the last letter, beside the provider's floor."""

import os
import time

import gateway
import provider
from harness import report
from own_database import own_database

RATE = 30
LETTERS = int(os.environ.get("ROWS", "600"))
WORKERS = 2
GOAL = 1.05


def main() -> None:
    with provider.running("--cap", str(RATE)) as url:
        gateway.lead_to(url, RATE=str(RATE))
        with own_database("bench_capped"):
            import people
            import workers

            from jembatan.messages.actions import open_dispatch

            ids = people.recipients(LETTERS, "sms")
            with workers.running(WORKERS):
                time.sleep(5)  # they begin
                begin = time.time()
                open_dispatch(key="bench", kind="proof", subject_id=None, recipient_ids=ids)
                while provider.taken(url) < LETTERS and time.time() < begin + 3 * LETTERS / RATE:
                    time.sleep(0.5)
            counts = provider.counts(url)
    assert counts["taken"] == LETTERS, counts
    mine, floor = counts["last"] - begin, (LETTERS - 1) / RATE
    ratio = mine / floor
    report("capped_vs_floor", ratio=ratio, goal=GOAL, ok=ratio <= GOAL, ours=mine, yardstick=floor, unit="s", rounds=1)


if __name__ == "__main__":
    main()
