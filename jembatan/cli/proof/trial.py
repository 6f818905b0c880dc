"""What happens in the proof, in order: letters are given out, a worker is struck, the sum is looked at; again."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from jembatan import gateway_settings
from jembatan.cli.proof import provider
from jembatan.cli.proof.crew import Crew
from jembatan.cli.proof.verdict import Verdict, balanced, compare
from jembatan.cli.proof.worker import LEASE
from jembatan.keyring import mac, seal
from jembatan.messages import actions
from jembatan.messages.engine import fan_out
from jembatan.messages.engine.points import POINTS
from jembatan.messages.models import Chunk, Contact, Delivery, Recipient
from jembatan.messages.workflow import OPEN

NUMBER = "+6281234567890"  # goes to the provider of the proof and nowhere else
CHUNK = 25  # recipients, so that a kill can hit between two of them
PATIENCE = float(os.environ.get("JEMBATAN_PROVE_PATIENCE", "60"))  # seconds for the rest, after the last kill
IN_FLIGHT = 40  # letters of one worker on their way: two batches


# How a worker is struck, in turn: at each named point, at any moment, and stopped for longer than its lease.
WAYS = [
    *(("kill", point) for point in POINTS),
    ("kill", ""),
    *(("stop", point) for point in ("claimed", "chunk locked", "marked", "answered")),
]
BUNDLED = {"marked", "answered"}  # struck here, the part gets two messages that should be one letter
# Where it hurts when a safeguard is gone.
AIMED = {
    "lock": [("stop", "chunk locked")],
    "token": [("stop", "claimed")],
    "sending": [("kill", "answered")],
    "sweeper": [("kill", "claimed")],
}


class Trial:
    def __init__(self, folder: Path, *, kills: int, contacts: int, workers: int, keyed: bool, safeguard: str) -> None:
        self.kills, self.workers = kills, workers
        self.recipients = _recipients(contacts)
        self.crew = Crew(folder, workers, keyed=keyed, safeguard=safeguard)
        self.ways = AIMED.get(safeguard, WAYS)
        self.random = random.Random(1606)  # noqa: S311 - no secret
        self.samples = self.unbalanced = 0
        actions.CHUNK = CHUNK

    def run(self, said: Callable[[int], None]) -> Verdict:
        """`said(n)` after each kill."""
        begin = time.monotonic()
        with self.crew:
            settings.SMS = gateway_settings.read(self.crew.channel())  # the fan-out of bundles happens here
            for number, part in enumerate(self._parts()):
                give_out = self._give_out_bundled if self._bundled(number) else self._give_out
                self._strike(number, partial(give_out, number, part))
                self._sample()
                said(number + 1)
                self.crew.fill_up()
            self._wait_for_the_rest()
        return compare(
            provider.counts(self.crew.books),
            letters=len(self.recipients),
            kills=self.kills,
            in_flight=IN_FLIGHT,
            samples=self.samples,
            unbalanced=self.unbalanced,
            seconds=round(time.monotonic() - begin, 1),
        )

    def _parts(self) -> Iterator[list[int]]:
        size = -(-len(self.recipients) // self.kills)
        for number in range(self.kills):
            yield self.recipients[number * size : (number + 1) * size]

    def _give_out(self, number: int, part: list[int]) -> None:
        actions.open_dispatch(
            key=f"proof:{number}", kind="proof", subject_id=None, recipient_ids=part, urgent=number % 3 == 0
        )

    def _bundled(self, number: int) -> bool:
        return self.ways is WAYS and self.ways[number % len(WAYS)][1] in BUNDLED

    def _give_out_bundled(self, number: int, part: list[int]) -> None:
        """Two messages at once, so that they can be one letter to each: fanned out here, before a worker sees them."""
        with transaction.atomic():
            for key in (f"proof:{number}:a", f"proof:{number}:b"):
                actions.open_dispatch(key=key, kind="proof", subject_id=None, recipient_ids=part, bundle=True)
            while fan_out.next_chunk():
                pass

    def _strike(self, number: int, give_out: Callable[[], None]) -> None:
        """Letters are given out, and a worker that is at work is struck."""
        worker, (what, where) = self.random.choice(self.crew.ready()), self.ways[number % len(self.ways)]
        if where:
            self.crew.order(worker, what, where)
        give_out()
        if not where:
            time.sleep(self.random.uniform(0, 0.3))
        struck = bool(where) and self.crew.struck(worker)
        if what == "kill":
            self.crew.kill(worker)
        elif struck:
            self._wake_when_it_is_too_late(worker)

    def _wake_when_it_is_too_late(self, worker: subprocess.Popen[bytes]) -> None:
        """It wakes while somebody else is sending what it held, or else a while after its lease."""
        held = list(Delivery.objects.filter(state__in=OPEN).exclude(token=None).values_list("pk", "token"))
        until = time.monotonic() + LEASE * 3
        while time.monotonic() < until and not _with_another(held):
            time.sleep(0.005)
        worker.send_signal(signal.SIGCONT)

    def _sample(self) -> None:
        self.samples += 1
        self.unbalanced += not balanced()

    def _wait_for_the_rest(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not _over():
            time.sleep(0.25)
            self._sample()


def _recipients(count: int) -> list[int]:
    rows = Recipient.objects.bulk_create([Recipient() for _ in range(count)])
    same: dict[str, Any] = {"channel": "sms", "address": seal(NUMBER), "address_index": mac("contact", NUMBER)}
    Contact.objects.bulk_create([Contact(recipient=row, verified_at=timezone.now(), **same) for row in rows])
    return [row.pk for row in rows]


def _with_another(held: Sequence[tuple[int, object]]) -> bool:
    """Whether a row of these is being sent under another token now."""
    now = dict(Delivery.objects.filter(pk__in=[pk for pk, _ in held], state="sending").values_list("pk", "token"))
    return any(pk in now and now[pk] != token for pk, token in held)


def _over() -> bool:
    connection.close_if_unusable_or_obsolete()
    open_ones = Delivery.objects.filter(state__in=OPEN).exclude(state="ready", reason="bundled")  # for tomorrow
    return not Chunk.objects.filter(closed_at=None).exists() and not open_ones.exists()
