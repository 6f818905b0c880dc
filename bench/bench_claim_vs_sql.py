"""Claiming and settling in batches by one worker, beside the bare statements with nothing around them.

Ours is what a letter costs in the ledger: claimed, marked with its attempt, settled. The yardstick moves the same rows
through the same states with the least SQL that does it.
"""

import os
from uuid import uuid4

from harness import alternating, report, seconds
from own_database import own_database

ROWS = int(os.environ.get("ROWS", "100_000"))
BATCH = 1_000
ROUNDS = 5
GOAL = 0.7

LEASE = """
    UPDATE messages_delivery SET state = 'leased', token = %s, lease_until = now() + interval '60 s'
    WHERE id IN (SELECT id FROM messages_delivery WHERE dispatch_id = %s AND channel = 'email' AND state = 'ready'
                 ORDER BY ready_at LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id
"""
SENDING = """
    WITH m AS (UPDATE messages_delivery SET state = 'sending', attempts = attempts + 1
               WHERE id = ANY(%s) RETURNING id, contact_id, channel, attempts, token)
    INSERT INTO messages_attempt (delivery_id, contact_id, channel, number, token)
    SELECT id, contact_id, channel, attempts, token FROM m
"""
DONE = "UPDATE messages_delivery SET state = 'accepted', token = NULL, lease_until = NULL WHERE id = ANY(%s)"
ENDED = """
    UPDATE messages_attempt SET ended_at = now(), outcome = 'accepted', provider_id = delivery_id::text
    WHERE delivery_id = ANY(%s)
"""


def main() -> None:
    with own_database("bench_claim"):
        import people
        from django.db import connection, transaction

        from jembatan.messages.actions import open_dispatch
        from jembatan.messages.channels import Outcome
        from jembatan.messages.engine import fan_out
        from jembatan.messages.engine.claim import claim
        from jembatan.messages.engine.mark import mark
        from jembatan.messages.engine.settle import settle
        from jembatan.messages.workflow import Result

        ids = people.recipients(ROWS, "email")

        def prepared() -> int:
            people.without_deliveries()
            dispatch = open_dispatch(key="bench", kind="bench", subject_id=None, recipient_ids=ids)
            while fan_out.next_chunk():
                pass
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE messages_delivery")
            return dispatch.pk

        def engine() -> None:
            while True:
                token, batch = claim("email", BATCH)
                if not batch:
                    return
                mark(token, [held.id for held in batch], seconds=60, channels=["email"])
                sent = [([held], Outcome(Result.ACCEPTED, provider_id=held.key), False) for held in batch]
                settle(token, sent, "email")

        def bare(dispatch: int) -> None:
            with connection.cursor() as cursor:
                while True:
                    cursor.execute(LEASE, [uuid4(), dispatch, BATCH])
                    rows = [row[0] for row in cursor.fetchall()]
                    if not rows:
                        return
                    cursor.execute(SENDING, [rows])
                    with transaction.atomic():
                        cursor.execute(DONE, [rows])
                        cursor.execute(ENDED, [rows])

        def ours() -> float:
            prepared()
            return ROWS / seconds(engine)

        def yardstick() -> float:
            dispatch = prepared()
            return ROWS / seconds(lambda: bare(dispatch))

        mine, theirs = alternating(ours, yardstick, ROUNDS)
    ratio = mine / theirs
    ok = ratio >= GOAL and mine >= 15_000
    report("claim_vs_sql", ratio=ratio, goal=GOAL, ok=ok, ours=mine, yardstick=theirs, unit="rows/s", rounds=ROUNDS)


if __name__ == "__main__":
    main()
