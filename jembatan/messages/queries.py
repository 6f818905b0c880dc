"""Reads: the ledger's sum, what did not arrive, a contact by its address."""

import json
from hmac import compare_digest
from typing import Any, TypedDict

from django.db import connection
from django.db.models import QuerySet

from jembatan.messages import addresses, channels
from jembatan.messages.models import Chunk, Contact, Delivery, Dispatch
from jembatan.messages.workflow import DEAD, State


class Ledger(TypedDict):
    """Recipients of one dispatch. `audience == excluded + planned + the sum of states`, at every moment."""

    audience: int
    excluded: int  # no contact to send to
    planned: int  # in chunks that are not fanned out yet
    states: dict[str, int]  # every state, also those with none
    balanced: bool


# One statement, so one snapshot.
LEDGER = """
    SELECT p.audience, p.excluded, p.totals,
           (SELECT coalesce(sum(expected), 0) FROM messages_chunk WHERE dispatch_id = p.id AND closed_at IS NULL),
           (SELECT coalesce(json_object_agg(state, n), '{}') FROM (
               SELECT state, count(*) AS n FROM messages_delivery WHERE dispatch_id = p.id GROUP BY state) s)
    FROM messages_dispatch p WHERE p.id = %s
"""


def ledger(dispatch: Dispatch) -> Ledger:
    """Where every recipient of the dispatch stands now; raises Dispatch.DoesNotExist."""
    with connection.cursor() as cursor:
        cursor.execute(LEDGER, [dispatch.pk])
        if (row := cursor.fetchone()) is None:
            raise Dispatch.DoesNotExist
    audience, excluded, totals, planned, counted = row
    states = _counts(totals, counted)
    balanced = audience == excluded + planned + sum(states.values())
    return Ledger(audience=audience, excluded=excluded, planned=int(planned), states=states, balanced=balanced)


def _counts(totals: Any, counted: Any) -> dict[str, int]:
    """Rolled-up totals and living rows together, a number for every state. JSON of a raw query may come as text."""
    parts: list[dict[str, int]] = [
        json.loads(part) if isinstance(part, str) else part or {} for part in (totals, counted)
    ]
    return {state: sum(part.get(state, 0) for part in parts) for state in State.values}


# Dispatches whose recipients are not all accounted for; reads every delivery, so for the command line only.
UNBALANCED = """
    SELECT p.id FROM messages_dispatch p
    LEFT JOIN (SELECT dispatch_id, count(*) AS n FROM messages_delivery GROUP BY 1) d ON d.dispatch_id = p.id
    LEFT JOIN (SELECT dispatch_id, sum(expected) AS n FROM messages_chunk WHERE closed_at IS NULL GROUP BY 1) c
           ON c.dispatch_id = p.id
    LEFT JOIN LATERAL (SELECT sum(value::bigint) AS n FROM jsonb_each_text(p.totals)) t ON true
    WHERE p.audience <> p.excluded + coalesce(d.n, 0) + coalesce(c.n, 0) + coalesce(t.n, 0)
    ORDER BY p.id
"""


def unbalanced() -> list[int]:
    """Ids of the dispatches whose ledger does not add up."""
    with connection.cursor() as cursor:
        cursor.execute(UNBALANCED)
        return [row[0] for row in cursor.fetchall()]


# By the partial indexes of what is ready and what is held.
STRANDED = """
    SELECT d.dispatch_id, count(*) FROM messages_delivery d JOIN messages_dispatch p ON p.id = d.dispatch_id
    WHERE d.state IN ('ready', 'leased', 'sending') AND p.finished_at IS NOT NULL
    GROUP BY 1 ORDER BY 1
"""


def stranded() -> dict[int, int]:
    """Letters to send in dispatches that are closed, by dispatch: nobody would ever look for them. There are none."""
    with connection.cursor() as cursor:
        cursor.execute(STRANDED)
        return dict(cursor.fetchall())


# Letters to send that nobody can send or write, by what is wrong.
WAITING = """
    SELECT CASE WHEN channel = ANY(%(channels)s) THEN reason ELSE 'channel: ' || channel END, count(*)
    FROM messages_delivery
    WHERE state = 'ready' AND (channel <> ALL(%(channels)s) OR reason LIKE 'writer: %%' OR reason LIKE 'address %%')
    GROUP BY 1 ORDER BY 1
"""


def blocked() -> dict[str, int]:
    """How many letters wait for a channel that is not set up, for a writer that fails, or for a key."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"channels": channels.sending()})
        return dict(cursor.fetchall())


def alarms(dispatches: QuerySet[Dispatch]) -> QuerySet[Chunk]:
    """Chunks of these that would not become deliveries, the latest dispatch first."""
    stuck = Chunk.objects.filter(closed_at=None, dispatch__in=dispatches).exclude(alarm="")
    return stuck.defer("recipient_ids").order_by("-dispatch_id", "number")


def dead_letters(*states: State) -> QuerySet[Delivery]:
    """Failed and uncertain deliveries, or those in these of the two states, newest first: somebody has to look at them.

    Nothing is joined: the planner would then rather read all deliveries of a dispatch than a page of its dead ones.
    """
    return Delivery.objects.filter(state__in=states or DEAD).order_by("-pk")


def contacts_at(channel: str, address: str) -> QuerySet[Contact]:
    """Live contacts with this address, in any way of writing it; raises BadAddress."""
    index = addresses.index(channel, addresses.normalise(channel, address))
    return Contact.objects.live().filter(channel=channel, address_index=index)


def contact_of_leave_token(token: str) -> Contact | None:
    """The contact of a link in a message's *List-Unsubscribe*; None for a token that we did not make."""
    number = token.partition("-")[0]
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    if not compare_digest(token.encode(), addresses.leave_token(int(number)).encode()):
        return None
    return Contact.objects.filter(pk=int(number)).first()
