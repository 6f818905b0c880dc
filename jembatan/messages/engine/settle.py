"""What an outcome means for its delivery, decided here only, and written by token."""

from random import uniform
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from jembatan.messages import channels, ladder, receipts
from jembatan.messages.channels import Outcome
from jembatan.messages.engine.held import Unit
from jembatan.messages.workflow import Fault, Result, State

TRIES = 15  # in one round, some nine hours; then it is a dead letter that a person may send again
# Seconds: the first wait, and the longest, by whose fault it was.
WAITS: dict[Fault | None, tuple[float, float]] = {
    Fault.THROTTLED: (1.0, 60.0),
    Fault.UNREACHABLE: (5.0, 600.0),
    Fault.RECIPIENT: (60.0, 3600.0),
    None: (30.0, 3600.0),
}

# Whose row it is stands in a CASE: the planner would expect one row of a token to be there, and compare every outcome
# with every row. (Measured: 1,000 rows in 116 ms; so in 20.)
DELIVERIES = """
    UPDATE messages_delivery d
    SET state = v.state, state_at = clock_timestamp(), token = NULL, lease_until = NULL, reason = v.reason,
        ready_at = CASE v.state WHEN 'ready' THEN statement_timestamp() + v.wait * interval '1 second'
                   ELSE d.ready_at END,
        climb_at = CASE v.state WHEN 'accepted' THEN statement_timestamp() + %(patience)s * interval '1 second' END
    FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(waits)s::float8[], %(details)s::text[])
         AS v(id, state, wait, reason)
    WHERE d.id = v.id AND CASE WHEN d.token = %(token)s AND d.state = 'sending' THEN true END
    RETURNING d.id, d.state
"""

ATTEMPTS = """
    UPDATE messages_attempt a
    SET ended_at = statement_timestamp(), outcome = v.outcome, provider_id = v.provider_id, detail = v.detail
    FROM unnest(%(ids)s::bigint[], %(numbers)s::smallint[], %(results)s::text[], %(provider_ids)s::text[],
                %(details)s::text[]) AS v(id, number, outcome, provider_id, detail)
    WHERE a.delivery_id = v.id AND a.number = v.number
      AND CASE WHEN a.token = %(token)s AND a.outcome IS NULL THEN true END
"""

LET_GO = """
    UPDATE messages_delivery
    SET state = %(to)s, token = NULL, lease_until = NULL, reason = %(reason)s,
        ready_at = CASE %(to)s WHEN 'ready' THEN statement_timestamp() + %(wait)s * interval '1 second'
                   ELSE ready_at END
    WHERE id = ANY(%(ids)s) AND token = %(token)s AND state = 'leased'
"""


def backoff(tries: int, fault: Fault | None = None) -> float:
    """Seconds to wait after so many tries: doubling, give or take a quarter."""
    first, longest = WAITS[fault]
    return float(min(first * 2 ** min(tries - 1, 12), longest) * uniform(0.75, 1.25))  # noqa: S311 - no secret


def verdict(outcome: Outcome, tries: int, round: int, *, repeatable: bool) -> State:
    """The delivery's next state. `tries` counts this one, over all rounds.

    `repeatable`: sending the same letter again does no harm, or less than not sending it.
    """
    spent = tries >= TRIES * (round + 1)
    match outcome.result:
        case Result.ACCEPTED:
            return State.ACCEPTED
        case Result.REFUSED:
            return State.FAILED
        case Result.NOT_SENT:
            return State.FAILED if spent else State.READY
        case _:
            return State.READY if repeatable and not spent else State.UNCERTAIN


def _wait(unit: Unit, outcome: Outcome) -> float:
    """Seconds until this letter is tried again: one time for all that it says."""
    if outcome.after is not None:
        return float(outcome.after)
    return backoff(max(held.attempts for held in unit) + 1, outcome.fault)


Sent = tuple[Unit, Outcome, bool]  # a letter, what became of it, and whether it may be repeated


def settle(token: UUID, sent: list[Sent], channel: str) -> int:
    """Write what became of a micro-batch. Returns how many deliveries were still ours.

    What was refused goes on to the recipient's next contact; receipts that came before this commit count now, in a
    transaction of their own: what the provider took stays written down, whatever becomes of them.
    """
    rows = [(held, o, again, wait) for unit, o, again in sent for wait in [_wait(unit, o)] for held in unit]
    can = channels.load(channel).can()
    values: dict[str, Any] = {
        "token": token,
        "ids": [held.id for held, _, _, _ in rows],
        "numbers": [held.attempts + 1 for held, _, _, _ in rows],
        "states": [str(verdict(o, held.attempts + 1, held.round, repeatable=again)) for held, o, again, _ in rows],
        "waits": [wait for _, _, _, wait in rows],
        "results": [str(o.result) for _, o, _, _ in rows],
        "provider_ids": [o.provider_id[:200] if o.provider_id else None for _, o, _, _ in rows],
        "details": [o.detail[:200] if o.detail else None for _, o, _, _ in rows],
        "patience": can.patience,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(DELIVERIES, values)
        ours = cursor.fetchall()
        cursor.execute(ATTEMPTS, values)
        if refused := [pk for pk, state in ours if state == State.FAILED]:
            ladder.climb(refused)
    if can.receipts:
        receipts.look_up(channel, [found for found in values["provider_ids"] if found])
    return len(ours)


def let_go(token: UUID, ids: list[int], *, to: State = State.READY, reason: str | None = None, wait: float = 0) -> int:
    """Give up deliveries that we leased and did not mark. Returns how many were still ours."""
    values: dict[str, Any] = {"token": token, "ids": ids, "to": str(to), "reason": reason, "wait": wait}
    with connection.cursor() as cursor:
        cursor.execute(LET_GO, values)
        return int(cursor.rowcount)
