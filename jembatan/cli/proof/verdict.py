"""Our books against the provider's."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection

from jembatan.messages.models import Dispatch
from jembatan.messages.queries import ledger
from jembatan.messages.workflow import OPEN

ROWS = "SELECT d.id || '.' || d.round, d.state, d.recipient_id FROM messages_delivery d"


@dataclass(slots=True)
class Verdict:
    kills: int
    letters: int
    accepted: int  # at the provider, each letter once
    lost: int  # never taken and not shown as failed or uncertain, or said to be accepted and not taken
    doubled: int  # taken more than once
    uncertain: int  # shown to a person, who decides
    quietly: int  # doubled, and not among the uncertain
    in_flight: int  # the most that one kill can leave
    samples: int
    unbalanced: int  # samples in which the sum did not hold
    seconds: float
    uncertain_letters: list[str] = field(default_factory=list)
    doubled_letters: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Nothing lost, nothing doubled in silence, the sum at every sample, and no more uncertain than may be."""
        bounded = self.doubled + self.uncertain <= self.kills * self.in_flight
        return not (self.lost or self.quietly or self.unbalanced) and bounded

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"holds": self.holds}


def balanced() -> bool:
    """The identity, for every dispatch."""
    return all(ledger(dispatch)["balanced"] for dispatch in Dispatch.objects.all())


def compare(taken: Mapping[str, int], *, letters: int, **facts: Any) -> Verdict:
    """`taken`: how often the provider took each letter. `letters`: how many there had to be."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        rows = {key: (state, recipient) for key, state, recipient in cursor.fetchall()}
    uncertain = {key for key, (state, _) in rows.items() if state == "uncertain"}
    missing = {key for key, (state, _) in rows.items() if state == "accepted" and not taken.get(key)}
    unfinished = {key for key, (state, _) in rows.items() if state in OPEN}
    doubled = {key for key, times in taken.items() if times > 1}
    return Verdict(
        letters=letters,
        accepted=len(taken),
        lost=len(missing) + len(unfinished) + max(0, letters - len(rows)),
        doubled=sum(taken[key] - 1 for key in doubled),
        uncertain=len(uncertain),
        quietly=len(doubled - uncertain) + max(0, len(rows) - letters),
        uncertain_letters=sorted(uncertain),
        doubled_letters=sorted(doubled),
        **facts,
    )
