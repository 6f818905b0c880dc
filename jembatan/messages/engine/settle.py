"""What an outcome means for its delivery, decided here only, and written by token."""

from random import uniform
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from jembatan.messages.channels import Outcome
from jembatan.messages.engine.claim import Held
from jembatan.messages.workflow import Result, State

TRIES = 15  # in one round, some nine hours; then it is a dead letter that a person may send again
FIRST_WAIT, LONGEST_WAIT = 30.0, 3600.0  # seconds

# Each row is looked up by its key, from the list of outcomes on: left to itself, the planner expects one row to be
# held and compares every outcome with every row. (Measured: 1,000 rows in 450 ms, and in 27 ms like this.)
DELIVERIES = """
    WITH ours AS MATERIALIZED (
        SELECT d.id, v.state, v.wait, v.reason
        FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(waits)s::float8[], %(details)s::text[])
             AS v(id, state, wait, reason)
        CROSS JOIN LATERAL (
            SELECT id FROM messages_delivery
            WHERE id = v.id AND token = %(token)s AND state = 'sending' FOR UPDATE
        ) d
    )
    UPDATE messages_delivery d
    SET state = ours.state, token = NULL, lease_until = NULL, reason = ours.reason,
        ready_at = CASE ours.state WHEN 'ready' THEN statement_timestamp() + ours.wait * interval '1 second'
                   ELSE d.ready_at END
    FROM ours WHERE d.id = ours.id
"""

ATTEMPTS = """
    WITH ours AS MATERIALIZED (
        SELECT a.id, v.outcome, v.provider_id, v.detail
        FROM unnest(%(ids)s::bigint[], %(results)s::text[], %(provider_ids)s::text[], %(details)s::text[])
             AS v(id, outcome, provider_id, detail)
        CROSS JOIN LATERAL (
            SELECT id FROM messages_attempt
            WHERE delivery_id = v.id AND token = %(token)s AND outcome IS NULL FOR UPDATE
        ) a
    )
    UPDATE messages_attempt a
    SET ended_at = statement_timestamp(), outcome = ours.outcome, provider_id = ours.provider_id, detail = ours.detail
    FROM ours WHERE a.id = ours.id
"""

LET_GO = """
    UPDATE messages_delivery
    SET state = %(to)s, token = NULL, lease_until = NULL, reason = %(reason)s,
        ready_at = CASE %(to)s WHEN 'ready' THEN statement_timestamp() + %(wait)s * interval '1 second'
                   ELSE ready_at END
    WHERE id = ANY(%(ids)s) AND token = %(token)s AND state = 'leased'
"""


def backoff(tries: int) -> float:
    """Seconds to wait after so many tries: doubling up to an hour, give or take a quarter."""
    return float(min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT) * uniform(0.75, 1.25))  # noqa: S311 - no secret


def verdict(outcome: Outcome, tries: int, round: int, *, repeatable: bool) -> tuple[State, float]:
    """The delivery's next state and the seconds to wait. `tries` counts this one, over all rounds.

    `repeatable`: sending the same letter again does no harm, or less than not sending it.
    """
    wait = outcome.after if outcome.after is not None else backoff(tries)
    spent = tries >= TRIES * (round + 1)
    match outcome.result:
        case Result.ACCEPTED:
            return State.ACCEPTED, 0.0
        case Result.REFUSED:
            return State.FAILED, 0.0
        case Result.NOT_SENT:
            return (State.FAILED, 0.0) if spent else (State.READY, wait)
        case _:
            return (State.READY, wait) if repeatable and not spent else (State.UNCERTAIN, 0.0)


def settle(token: UUID, sent: list[tuple[Held, Outcome, bool]]) -> int:
    """Write what became of a micro-batch: (delivery, outcome, repeatable) each. Returns how many were still ours."""
    verdicts = [verdict(o, held.attempts + 1, held.round, repeatable=again) for held, o, again in sent]
    values: dict[str, Any] = {
        "token": token,
        "ids": [held.id for held, _, _ in sent],
        "states": [str(state) for state, _ in verdicts],
        "waits": [float(wait) for _, wait in verdicts],
        "results": [str(outcome.result) for _, outcome, _ in sent],
        "provider_ids": [outcome.provider_id for _, outcome, _ in sent],
        "details": [outcome.detail[:200] if outcome.detail else None for _, outcome, _ in sent],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(DELIVERIES, values)
        ours = int(cursor.rowcount)
        cursor.execute(ATTEMPTS, values)
    return ours


def let_go(token: UUID, ids: list[int], *, to: State = State.READY, reason: str | None = None, wait: float = 0) -> int:
    """Give up deliveries that we leased and did not mark. Returns how many were still ours."""
    values: dict[str, Any] = {"token": token, "ids": ids, "to": str(to), "reason": reason, "wait": wait}
    with connection.cursor() as cursor:
        cursor.execute(LET_GO, values)
        return int(cursor.rowcount)
