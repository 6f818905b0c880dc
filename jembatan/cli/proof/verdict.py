"""Our books against the provider's."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection

from jembatan.messages.models import Dispatch
from jembatan.messages.queries import ledger, stranded
from jembatan.messages.workflow import OPEN

# What belongs together is one letter: each delivery by itself, or a recipient's bundle; its name is its first key.
ROWS = """
    SELECT d.id, CASE WHEN p.bundle THEN min(d.id) OVER (PARTITION BY d.recipient_id) ELSE d.id END || '.' || d.round,
           CASE WHEN d.state = 'ready' AND d.reason = 'bundled' THEN 'tomorrow' ELSE d.state END
    FROM messages_delivery d JOIN messages_dispatch p ON p.id = d.dispatch_id
"""


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
    stranded: int  # letters to send in dispatches that are closed
    seconds: float
    uncertain_letters: list[str] = field(default_factory=list)
    doubled_letters: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Nothing lost, nothing doubled in silence, the sum at every sample, and no more uncertain than may be."""
        bounded = self.doubled + self.uncertain <= self.kills * self.in_flight
        return not (self.lost or self.quietly or self.unbalanced or self.stranded) and bounded

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"holds": self.holds}


def balanced() -> bool:
    """The identity, for every dispatch."""
    return all(ledger(dispatch)["balanced"] for dispatch in Dispatch.objects.all())


def _by_letter(
    rows: Sequence[tuple[int, str, str]], taken: Mapping[str, int]
) -> tuple[dict[str, set[str]], Counter[str]]:
    """The states of each letter's deliveries, and how often the provider took it, under whatever key."""
    states: dict[str, set[str]] = defaultdict(set)
    for _, letter, state in rows:
        states[letter].add(state)
    names = {pk: letter for pk, letter, _ in rows}
    times: Counter[str] = Counter()
    for key, count in taken.items():
        times[names.get(int(key.partition(".")[0]), key)] += count
    return dict(states), times


def compare(taken: Mapping[str, int], *, letters: int, **facts: Any) -> Verdict:
    """`taken`: how often the provider took each key. `letters`: how many there had to be."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        rows = cursor.fetchall()
    states, times = _by_letter(rows, taken)
    uncertain = {letter for letter, found in states.items() if "uncertain" in found}
    missing = {letter for letter, found in states.items() if "accepted" in found and not times[letter]}
    unfinished = {letter for letter, found in states.items() if found & set(OPEN) or found == {"tomorrow"}}
    doubled = {letter for letter, count in times.items() if count > 1}
    return Verdict(
        letters=letters,
        accepted=len(+times),
        lost=len(missing | unfinished) + max(0, letters - len(states)),
        doubled=sum(times[letter] - 1 for letter in doubled),
        uncertain=len(uncertain),
        quietly=len(doubled - uncertain) + max(0, len(states) - letters),
        stranded=sum(stranded().values()),
        uncertain_letters=sorted(uncertain),
        doubled_letters=sorted(doubled),
        **facts,
    )
