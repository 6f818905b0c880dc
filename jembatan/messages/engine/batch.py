"""A batch from the claim to the settling: the transactions on either side of the network."""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from jembatan.messages import channels
from jembatan.messages.channels import Capabilities, Outcome
from jembatan.messages.engine import gate
from jembatan.messages.engine.claim import claim
from jembatan.messages.engine.held import Unit
from jembatan.messages.engine.mark import mark
from jembatan.messages.engine.pacing import Days, bundled, give_back_days, paced
from jembatan.messages.engine.points import reach
from jembatan.messages.engine.settle import Sent, let_go, settle
from jembatan.messages.engine.write import Written, letters
from jembatan.messages.letters import Letter

MARGIN = 5.0  # seconds of a *sending* mark for our own part
TRIES = 10  # at settling, a second apart: what a provider took must not be forgotten because the database restarts


@dataclass(slots=True)
class Batch:
    """Letters that this worker holds. `wait`: seconds until the first may go; the next ones follow at the rate."""

    kind: str
    can: Capabilities
    token: UUID
    written: dict[int, Written]
    wait: float = 0.0
    units: list[Unit] = field(default_factory=list)  # what goes out: one letter each

    def letters(self) -> list[Letter]:
        return [self.written[unit[0].id].letter for unit in self.units]


def take(kind: str) -> Batch | None:
    """Claim and write a batch; None when nothing is due or the gate is closed. A batch may turn out empty."""
    can = channels.load(kind).can()
    if not (limit := gate.room(kind, _size(can), can.seconds + MARGIN)):
        return None
    token, held = claim(kind, limit)
    if not held:
        return None
    reach("claimed")
    batch = Batch(kind, can, token, letters(token, held, silent=can.silent))
    batch.units = _units(batch.written.values())
    if batch.units and can.rate and not _timed(batch, can.rate):
        give_back(batch)
        return None
    return batch


def _timed(batch: Batch, rate: float) -> bool:
    """Whether the batch has its moments; another worker may have had the last of them since there was room."""
    wait = gate.reserve(batch.kind, len(batch.units), rate)
    batch.wait = wait or 0.0
    return wait is not None


def _size(can: Capabilities) -> int:
    """A full batch, or what the provider takes in a second."""
    return min(can.batch, max(1, ceil(can.rate))) if can.rate else can.batch


def _units(written: Iterable[Written]) -> list[Unit]:
    """A letter each, save that a recipient's bundled ones of one kind are one: its writer says all of them.

    The first of a unit gives the letter its key; what may have arrived stays a letter of its own.
    """
    units: dict[tuple[str, int, int], Unit] = defaultdict(list)
    for one in written:
        held = one.held
        units[(one.bundle, held.recipient_id, held.letter) if one.bundle else ("", held.id, 0)].append(held)
    return [sorted(unit, key=lambda held: held.id) for unit in units.values()]


def go(batch: Batch) -> None:
    """Mark what goes out now, a commit just before the bytes; what may not is let go, and leaves the batch."""
    with transaction.atomic():
        units, days = _admitted(batch)
        seconds = len(units) / (batch.can.rate or float("inf")) + batch.can.seconds + MARGIN
        ids = [held.id for unit in units for held in unit]
        going = mark(batch.token, ids, seconds=seconds, channels=channels.sending()) if ids else set()
        left = ([held for held in unit if held.id in going] for unit in units)
        batch.units = [unit for unit in left if unit]
        give_back_days(days, batch.units)
    reach("marked")


def _admitted(batch: Batch) -> tuple[list[Unit], Days]:
    units, days = batch.units, Days()
    if daily := [unit for unit in units if batch.written[unit[0].id].bundle]:
        today, days = bundled(batch.token, daily)
        units = [unit for unit in units if unit not in daily] + today
    return (paced(batch.token, units, batch.can.pace) if batch.can.pace and units else units), days


def give_back(batch: Batch) -> None:
    """What is not marked yet is free for another worker at once."""
    let_go(batch.token, [held.id for unit in batch.units for held in unit])


def close(batch: Batch, outcomes: list[Outcome]) -> None:
    """Settle: an outcome for each unit."""
    reach("answered")
    key, written = batch.can.idempotency_key, batch.written
    sent = [
        (unit, outcome, key or all(written[held.id].again for held in unit))
        for unit, outcome in zip(batch.units, outcomes, strict=True)
    ]
    _surely(batch.token, sent, batch.kind)
    reach("settled")
    gate.note(batch.kind, outcomes, rated=batch.can.rate is not None)


def _surely(token: UUID, sent: list[Sent], kind: str) -> None:
    """Try again while the database is away: what a provider took must not be forgotten because of a restart."""
    for left in reversed(range(TRIES)):
        try:
            settle(token, sent, kind)
            return
        except (OperationalError, InterfaceError):
            if not left or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(1)
