"""What one worker holds in memory while a million deliveries go through it: at the most, and by how much it grows."""

import os
import time

import gateway
from harness import report
from own_database import own_database

LETTERS = int(os.environ.get("ROWS", "1_000_000"))
GOAL = 200
FLAT = 1.15  # the last tenth beside the second one


def main() -> None:
    gateway.lead_to("http://127.0.0.1:9")  # nobody is written to: all goes to the inbox
    with own_database("bench_memory"):
        import people
        import workers

        from jembatan.messages.actions import open_dispatch
        from jembatan.messages.models import Dispatch

        ids = people.recipients(LETTERS, "inbox")
        open_dispatch(key="bench", kind="proof", subject_id=None, recipient_ids=ids)
        samples: list[float] = []
        with workers.running(1) as (worker,):
            while Dispatch.objects.get().finished_at is None:
                time.sleep(1)
                samples.append(workers.memory_mib(worker))
    tenth = max(1, len(samples) // 10)
    early, late, most = max(samples[tenth : tenth * 2]), max(samples[-tenth:]), max(samples)
    ok = most <= GOAL and late <= early * FLAT
    report("worker_memory_mib", ratio=late / early, goal=GOAL, ok=ok, ours=most, yardstick=GOAL, unit="MiB", rounds=1)


if __name__ == "__main__":
    main()
