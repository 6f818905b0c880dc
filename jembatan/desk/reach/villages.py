"""The coordinator's villages, on a telephone: who waits, who to call, and the result of the call in one tap."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jembatan.areas.models import Area, Level, covers, under
from jembatan.desk.access import StaffRequest
from jembatan.desk.reach import whatsapp
from jembatan.desk.reach.loading import page
from jembatan.desk.reach.territory import chosen, codes_of
from jembatan.people.roles import Permission
from jembatan.relays.carriers import Carrier, of_relays, of_villages
from jembatan.relays.models import Place, Relay
from jembatan.relays.silence import waiting_relays, with_last
from jembatan.releases.models import Urgency

MOST = 300  # villages of one district; the largest has fewer
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Village:
    """What waits in one village, the most pressing release first, and who to call about it."""

    area: Area
    waiting: list[Relay] = field(default_factory=list)
    carriers: list[Carrier] = field(default_factory=list)

    @property
    def first(self) -> Relay | None:
        return self.waiting[0] if self.waiting else None

    @property
    def callable(self) -> list[Carrier]:
        """Two people with a number; where there is none, one person to whom a text can be sent otherwise."""
        return [carrier for carrier in self.carriers if carrier.phone][:2] or self.carriers[:1]

    @property
    def last(self) -> datetime | None:
        return getattr(self.area, "last", None)


def pressing(relay: Relay) -> tuple[bool, datetime]:
    return relay.release.text.urgency != Urgency.URGENT, relay.deadline


def _of(areas: Iterable[Area], relays: Iterable[Relay]) -> list[Village]:
    """The villages, the silent first: those with something waiting, by how long they have been silent."""
    waiting: dict[int, list[Relay]] = defaultdict(list)
    for relay in sorted(relays, key=pressing):
        waiting[relay.area_id].append(relay)
    found = [Village(area, waiting.get(area.pk, [])) for area in areas]
    asked = of_relays([village.first for village in found if village.first])
    serving = of_villages([village.area.pk for village in found])
    for village in found:
        village.carriers = _merged(
            asked.get(village.first.pk, []) if village.first else [], serving.get(village.area.pk, [])
        )
    return sorted(found, key=lambda village: (not village.waiting, village.last or NEVER, village.area.code))


def _merged(asked: list[Carrier], serving: list[Carrier]) -> list[Carrier]:
    """Those who were asked and have a link, then the others who serve the village; reachable ones before."""
    groups = {carrier.person: carrier.group for carrier in serving}
    known = {carrier.person for carrier in asked}
    named = [Carrier(c.person, c.name, c.phone, groups.get(c.person, ""), asked=True) for c in asked]
    return sorted([*named, *(c for c in serving if c.person not in known)], key=lambda carrier: not carrier.phone)


def _rows(request: StaffRequest, *areas: int, code: str = "") -> list[Relay]:
    rows = waiting_relays(request.user).select_related("release__published", "area")
    return list(rows.filter(area__in=areas) if areas else rows.filter(under(code, "code")))


@page(Permission.LOOK_AFTER_RELAYS)
@require_safe
@whatsapp.may_lead_to_whatsapp
def villages(request: StaffRequest) -> HttpResponse:
    """A district's villages; above that the areas to choose from, with how many of their villages wait."""
    codes = codes_of(request, Permission.LOOK_AFTER_RELAYS)
    area = chosen(request, codes)
    if area is None or area.level < Level.DISTRICT:
        return render(request, "desk/reach/districts.html", _choice(request, area, codes))
    rows = with_last(Area.objects.current().villages().under(area.code))[:MOST]
    found = _of(rows, _rows(request, code=area.code))
    context: dict[str, Any] = {
        "area": area,
        "up": area.parent if area.parent and any(covers(own, area.parent.code) for own in codes) else None,
        "waiting": [village for village in found if village.waiting and village.carriers],
        "alone": [village for village in found if village.waiting and not village.carriers],
        "quiet": [village for village in found if not village.waiting],
        "places": Place.choices,
        "may_add": Permission.MANAGE_GROUPS in request.permitted,
    }
    return render(request, "desk/reach/villages.html", context)


def _choice(request: StaffRequest, area: Area | None, codes: list[str]) -> dict[str, Any]:
    current = Area.objects.current().order_by("code")
    areas = list(current.filter(parent=area) if area else current.filter(code__in=codes))
    counts = _waiting_villages(request, areas)
    rows = sorted(((unit, counts.get(unit.code, 0)) for unit in areas), key=lambda row: (-row[1], row[0].code))
    return {"area": area, "rows": rows}


def _waiting_villages(request: StaffRequest, areas: list[Area]) -> dict[str, int]:
    """Code → how many villages wait below it. A query for each length of code, and there are two at most."""
    counts: dict[str, int] = {}
    for length in {len(area.code) for area in areas}:
        rows = waiting_relays(request.user).annotate(unit=Substr("code", 1, length)).values("unit").order_by("unit")
        counts |= dict(rows.annotate(n=Count("area", distinct=True)).values_list("unit", "n"))
    return counts


@page(Permission.LOOK_AFTER_RELAYS)
@require_safe
@whatsapp.may_lead_to_whatsapp
def village(request: StaffRequest, pk: int) -> HttpResponse:
    """One village: everything that waits there, and everyone to call."""
    area = with_last(Area.objects.villages().filter(pk=pk)).first()
    if area is None or not any(covers(own, area.code) for own in codes_of(request, Permission.LOOK_AFTER_RELAYS)):
        raise Http404
    found = _of([area], _rows(request, area.pk))[0]
    before = Relay.objects.visible_to(request.user).filter(area=area).select_related("release__published")
    context = {"village": found, "before": before.order_by("-asked_at")[:10], "places": Place.choices}
    return render(request, "desk/reach/village.html", context)
