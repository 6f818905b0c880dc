"""Dead letters by their cause: one pile for each dispatch, state, channel and reason; decided about pile by pile.

A dispatch that was withdrawn or is too late has none to decide about: its letters may not go out any more.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from jembatan.audit.actions import record
from jembatan.messages import actions
from jembatan.messages.models import Delivery, DeliveryQuerySet, Dispatch, DispatchQuerySet
from jembatan.messages.wake import wake_up
from jembatan.messages.workflow import DEAD, State
from jembatan.people.models import Person

SAMPLE = 1_000  # letters of one dispatch that are looked at, the newest
MOST = 100  # counted for a mark

PILES = """
    SELECT p.id, s.channel, coalesce(s.reason, ''), count(*), max(s.state_at), statement_timestamp(),
           sum(count(*)) OVER (PARTITION BY p.id) > %(sample)s
    FROM unnest(%(ids)s::bigint[]) AS p(id) CROSS JOIN LATERAL (
        SELECT channel, reason, state_at FROM messages_delivery
        WHERE dispatch_id = p.id AND state = %(state)s ORDER BY id DESC LIMIT %(sample)s + 1
    ) s GROUP BY 1, 2, 3 ORDER BY 4 DESC, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Pile:
    """`until` is when it was looked at, by the database's clock: what died later is not part of it."""

    state: str
    channel: str
    reason: str
    until: datetime
    count: int = 0
    newest: datetime | None = None
    more: bool = False  # the dispatch has more than `SAMPLE`, so there may be more of this too

    def letters(self, dispatch: Dispatch) -> DeliveryQuerySet:
        same = Q(reason=self.reason) if self.reason else Q(reason=None) | Q(reason="")
        rows = Delivery.objects.filter(same, dispatch=dispatch, state=self.state, channel=self.channel)
        return rows.filter(state_at__lte=self.until)


def having(state: State, of: DispatchQuerySet) -> DispatchQuerySet:
    """Those of the dispatches that have dead letters in this state, newest first."""
    dead = Delivery.objects.filter(dispatch=OuterRef("pk"), state=state)
    return of.current().filter(Exists(dead)).order_by("-pk")


def of_dispatches(state: State, ids: Collection[int]) -> dict[int, list[Pile]]:
    """The piles by dispatch, the largest first. One query, whose cost does not grow with the letters."""
    found: dict[int, list[Pile]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(PILES, {"ids": list(ids), "state": str(state), "sample": SAMPLE})
        for pk, channel, reason, count, newest, now, more in cursor.fetchall():
            found[pk].append(Pile(str(state), channel, reason, now, min(count, SAMPLE), newest, more))
    return found


def waiting(of: DispatchQuerySet) -> dict[State, int]:
    """How many letters wait for a decision, by state, counted up to one more than `MOST`."""
    rows = Delivery.objects.filter(dispatch__in=of.current())
    return {state: len(rows.filter(state=state).values_list("pk")[: MOST + 1]) for state in DEAD}


@transaction.atomic
def send_again(*, pile: Pile, dispatch: Dispatch, by: Person) -> int:
    """Somebody decides that a pile goes out once more. Returns how many letters; 0 the second time."""
    if not actions.reopen(dispatch.pk):
        return 0
    again = pile.letters(dispatch).send_again()
    if again:
        record("dispatch.sent_again", dispatch, by=by, state=pile.state, channel=pile.channel, letters=again)
        wake_up()
    return again


@transaction.atomic
def settle_by_hand(*, pile: Pile, dispatch: Dispatch, by: Person) -> int:
    """Somebody takes a pile of uncertain letters as sent. Returns how many."""
    settled = pile.letters(dispatch).take_as_sent()
    if settled:
        record("dispatch.settled_by_hand", dispatch, by=by, channel=pile.channel, letters=settled)
    return settled
