"""The villages of a board, folded by district: those with the most unreached villages first."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from jembatan.desk.messages import words
from jembatan.relays.holding import Held, held
from jembatan.relays.models import Opening, Relay, State
from jembatan.relays.queries import Unit
from jembatan.relays.undelivered import Undelivered, undelivered


@dataclass(frozen=True, slots=True)
class Row:
    relay: Relay
    openings: int  # of its public link, by others than volunteers
    held: str  # why its message waits and until when, in words, or empty
    undelivered: str  # "failed" or "uncertain" when a message about it did not arrive and nobody passed it on, or empty


@dataclass(slots=True)
class Fold:
    """A district, and those of its villages that the page shows."""

    name: str
    unit: Unit | None  # known when the page groups by districts
    rows: list[Row] = field(default_factory=list)


def opened(relays: list[Relay]) -> dict[int, int]:
    """Relay id → how often its link was opened, where it was. One query, counted by the database."""
    rows = Opening.objects.filter(relay__in=relays, volunteer=False).values("relay").order_by()
    return dict(rows.annotate(n=Count("pk")).values_list("relay", "n"))


def folds(relays: list[Relay], units: list[Unit]) -> list[Fold]:
    """`relays` in their order, under the units in theirs; districts that are no unit come in order of appearance."""
    openings, dead, waiting = opened(relays), undelivered(relays), held(relays)
    by_code = {unit.code: Fold(unit.name, unit) for unit in units}
    for relay in relays:
        code = relay.code.rpartition(".")[0]
        fold = by_code.setdefault(code, Fold(relay.area.parent.name if relay.area.parent else "", None))
        waits = _held(relay, waiting.get(relay.pk))
        fold.rows.append(Row(relay, openings.get(relay.pk, 0), waits, _worst(relay, dead.get(relay.pk, []))))
    return [fold for fold in by_code.values() if fold.rows]


def _held(relay: Relay, why: Held | None) -> str:
    if why is None or relay.state >= State.SEEN:
        return ""
    values = {"until": words.until(why.until), "why": words.waits(why.reason)}
    return _("pesan ditahan sampai %(until)s (%(why)s)") % values


def _worst(relay: Relay, dead: list[Undelivered]) -> str:
    """Failed before uncertain, as in the alphabet."""
    return "" if relay.state >= State.RELAYED else min((one.state for one in dead), default="")
