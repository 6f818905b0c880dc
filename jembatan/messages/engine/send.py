"""One batch of one channel from the claim to the settling."""

import logging
from collections.abc import Callable
from uuid import UUID

from jembatan.messages import channels
from jembatan.messages.channels import Channel, Outcome
from jembatan.messages.engine.claim import Held, claim
from jembatan.messages.engine.mark import mark
from jembatan.messages.engine.settle import let_go, settle
from jembatan.messages.engine.write import letters
from jembatan.messages.letters import Letter
from jembatan.messages.models import Dispatch
from jembatan.messages.workflow import Result

log = logging.getLogger(__name__)

MICRO_BATCHES = 4  # in one claim


def deliver(kind: str, stopping: Callable[[], bool]) -> int:
    """Claim a batch, write it, and send it in micro-batches. Returns how many were claimed.

    When `stopping` turns true, what is not marked yet goes back at once.
    """
    channel = channels.load(kind)
    size = channel.CAN.batch
    token, batch = claim(kind, size * MICRO_BATCHES)
    written = letters(token, batch) if batch else {}
    waiting = [held for held in batch if held.id in written]
    for start in range(0, len(waiting), size):
        if stopping():
            let_go(token, [held.id for held in waiting[start:]])
            break
        send_part(channel, token, waiting[start : start + size], written)
    return len(batch)


def send_part(channel: Channel, token: UUID, part: list[Held], written: dict[int, Letter]) -> None:
    """Mark a micro-batch, send it outside any transaction, settle it."""
    ids = [held.id for held in part]
    going = mark(token, ids, seconds=channel.CAN.seconds, channels=channels.kinds())
    part = [held for held in part if held.id in going]
    if not part:
        return
    outcomes = _outcomes(channel, [written[held.id] for held in part])
    repeatable = _repeatable(channel, part)
    sent = [(held, said, held.dispatch_id in repeatable) for held, said in zip(part, outcomes, strict=True)]
    settle(token, sent)


def _outcomes(channel: Channel, batch: list[Letter]) -> list[Outcome]:
    """What the channel says; when it breaks or miscounts, every letter is UNKNOWN: it may have gone out."""
    try:
        outcomes = channel.send(batch)
    except Exception as error:
        log.exception("a channel broke while sending %s letters", len(batch))
        return [Outcome(Result.UNKNOWN, detail=type(error).__name__)] * len(batch)
    if len(outcomes) != len(batch):
        log.error("a channel spoke of %s letters out of %s", len(outcomes), len(batch))
        return [Outcome(Result.UNKNOWN, detail="miscounted")] * len(batch)
    return outcomes


def _repeatable(channel: Channel, part: list[Held]) -> set[int]:
    """The dispatches whose unknown letters may be sent again without asking anybody."""
    ids = {held.dispatch_id for held in part}
    if channel.CAN.idempotency_key:
        return ids
    return set(Dispatch.objects.filter(pk__in=ids, again_when_uncertain=True).values_list("pk", flat=True))
