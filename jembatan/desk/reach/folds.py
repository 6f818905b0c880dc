"""The villages of a board, folded by district: those with the most unreached villages first."""

from collections import Counter
from dataclasses import dataclass, field

from jembatan.relays.models import Opening, Relay, State
from jembatan.relays.queries import Unit


@dataclass(frozen=True, slots=True)
class Row:
    relay: Relay
    openings: int  # of its public link, by others than volunteers


@dataclass(slots=True)
class Fold:
    """A district, and those of its villages that the page shows."""

    name: str
    unit: Unit | None  # known when the page groups by districts
    rows: list[Row] = field(default_factory=list)


def opened(relays: list[Relay]) -> Counter[int]:
    """Relay id → how often its link was opened. One query."""
    return Counter(Opening.objects.filter(relay__in=relays, volunteer=False).values_list("relay_id", flat=True))


def folds(relays: list[Relay], units: list[Unit]) -> list[Fold]:
    """`relays` in their order, under the units in theirs; districts that are no unit come in order of appearance."""
    openings, by_code = opened(relays), {unit.code: Fold(unit.name, unit) for unit in units}
    for relay in relays:
        code = relay.code.rpartition(".")[0]
        fold = by_code.setdefault(code, Fold(relay.area.parent.name if relay.area.parent else "", None))
        fold.rows.append(Row(relay, openings[relay.pk]))
    return [fold for fold in by_code.values() if fold.rows]


def is_reached(relay: Relay) -> bool:
    return relay.state >= State.RELAYED
