"""What waits in each village, and who to call about it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from jembatan.areas.models import Area
from jembatan.people.models import Grant
from jembatan.people.permissions import Territory, any_holds
from jembatan.relays.carriers import Carrier, of_relays, of_villages
from jembatan.relays.models import Relay
from jembatan.releases.models import Urgency

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Village:
    """What waits in one village, the most pressing release first, and who to call about it."""

    area: Area
    waiting: list[Relay]
    may_call: bool  # about the village, or about something that waits there; else nobody is named
    carriers: list[Carrier] = field(default_factory=list)

    @property
    def first(self) -> Relay | None:
        return self.waiting[0] if self.waiting else None

    @property
    def alone(self) -> bool:
        """Something waits, and nobody is there to pass it on."""
        return bool(self.waiting) and self.may_call and not self.carriers

    @property
    def callable(self) -> list[Carrier]:
        """Two people with a number; where there is none, one person to whom a text can be sent otherwise."""
        return [carrier for carrier in self.carriers if carrier.phone][:2] or self.carriers[:1]

    @property
    def last(self) -> datetime | None:
        return getattr(self.area, "last", None)


def pressing(relay: Relay) -> tuple[bool, datetime]:
    return relay.release.text.urgency != Urgency.URGENT, relay.deadline


def villages_with(areas: Iterable[Area], relays: Iterable[Relay], *, calls: list[Grant]) -> list[Village]:
    """The villages, the silent first: those with something waiting, by how long they have been silent.

    `calls` are the grants by which the person may call volunteers: people are named only where one of them holds.
    """
    waiting: dict[int, list[Relay]] = defaultdict(list)
    for relay in sorted(relays, key=pressing):
        waiting[relay.area_id].append(relay)
    found = [_village(area, waiting.get(area.pk, []), calls) for area in areas]
    _name_carriers([village for village in found if village.may_call])
    return sorted(found, key=lambda village: (not village.waiting, village.last or NEVER, village.area.code))


def _village(area: Area, waiting: list[Relay], calls: list[Grant]) -> Village:
    here = any_holds(calls, on=Territory(area.code))
    return Village(area, waiting, may_call=here or any(any_holds(calls, on=relay) for relay in waiting))


def _name_carriers(villages: list[Village]) -> None:
    asked = of_relays([village.first for village in villages if village.first])
    serving = of_villages([village.area.pk for village in villages])
    for village in villages:
        first = asked.get(village.first.pk, []) if village.first else []
        village.carriers = _merged(first, serving.get(village.area.pk, []))


def _merged(asked: list[Carrier], serving: list[Carrier]) -> list[Carrier]:
    """Those who were asked and have a link, then the others who serve the village; reachable ones before."""
    groups = {carrier.person: carrier.group for carrier in serving}
    known = {carrier.person for carrier in asked}
    named = [Carrier(c.person, c.name, c.phone, groups.get(c.person, ""), asked=True) for c in asked]
    return sorted([*named, *(c for c in serving if c.person not in known)], key=lambda carrier: not carrier.phone)
