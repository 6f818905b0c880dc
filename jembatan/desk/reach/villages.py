"""The coordinator's villages, on a telephone: who waits, who to call, and the result of the call in one tap."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jembatan.areas.models import Area, Level, covers, under
from jembatan.desk.access import StaffRequest
from jembatan.desk.reach import whatsapp
from jembatan.desk.reach.loading import page
from jembatan.desk.reach.territory import chosen, codes_of
from jembatan.desk.reach.waiting import Village, villages_with
from jembatan.people.permissions import grants_for, within
from jembatan.people.roles import Permission
from jembatan.relays.carriers import numbers_shown
from jembatan.relays.models import Place, Relay
from jembatan.relays.silence import waiting_relays, with_last
from jembatan.remembering import while_large

MOST = 300  # villages of one district; the largest has fewer


def _mine(request: StaffRequest, villages: QuerySet[Area]) -> QuerySet[Area]:
    """Of these the ones that the person looks after, and those where they look after a release only."""
    look_after = Permission.LOOK_AFTER_RELAYS
    relays = Relay.objects.filter(within(request.user, look_after, code="code", office="release__office_id"))
    here = within(request.user, look_after, code="code")
    return with_last(villages.filter(here | Q(Exists(relays.filter(area=OuterRef("pk"))))))


def _villages(request: StaffRequest, areas: Iterable[Area], waiting: Q) -> list[Village]:
    relays = waiting_relays(request.user).filter(waiting).select_related("release__published", "area")
    relays = relays.defer("release__published__body")
    return villages_with(areas, relays, calls=grants_for(request.user, Permission.CALL_VOLUNTEERS))


@page(Permission.LOOK_AFTER_RELAYS)
@require_safe
@whatsapp.may_lead_to_whatsapp
def villages(request: StaffRequest) -> HttpResponse:
    """A district's villages; above that the areas to choose from, with how many of their villages wait."""
    codes = codes_of(request, Permission.LOOK_AFTER_RELAYS)
    area = chosen(request, codes)
    if area is None or area.level < Level.DISTRICT:
        return render(request, "desk/reach/districts.html", _choice(request, area, codes))
    rows = _mine(request, Area.objects.current().villages().under(area.code))[:MOST]
    found = _villages(request, rows, under(area.code, "code"))
    context: dict[str, Any] = {
        "area": area,
        "up": area.parent if area.parent and any(covers(own, area.parent.code) for own in codes) else None,
        "waiting": [village for village in found if village.waiting and not village.alone],
        "alone": [village for village in found if village.alone],
        "quiet": [village for village in found if not village.waiting],
        "places": Place.choices,
        "may_add": Permission.MANAGE_GROUPS in request.permitted,
    }
    shown = [carrier for village in context["waiting"] for carrier in village.callable]
    numbers_shown(shown, on=area, by=request.user, area=area.code)
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
        key, ask = f"waiting:{request.user.pk}:{length}", partial(_waiting_units, request, length)
        found: dict[str, int] = while_large(key, ask, _total)
        counts |= found
    return counts


def _waiting_units(request: StaffRequest, length: int) -> dict[str, int]:
    rows = waiting_relays(request.user).annotate(unit=Substr("code", 1, length)).values("unit").order_by("unit")
    return dict(rows.annotate(n=Count("area", distinct=True)).values_list("unit", "n"))


def _total(counts: dict[str, int]) -> int:
    return sum(counts.values())


@page(Permission.LOOK_AFTER_RELAYS)
@require_safe
@whatsapp.may_lead_to_whatsapp
def village(request: StaffRequest, pk: int) -> HttpResponse:
    """One village: everything that waits there, and everyone to call."""
    area = get_object_or_404(_mine(request, Area.objects.villages()), pk=pk)
    found = _villages(request, [area], Q(area=area))[0]
    numbers_shown(found.carriers, on=area, by=request.user, area=area.code)
    before = Relay.objects.visible_to(request.user).filter(area=area).select_related("release__published")
    before = before.defer("release__published__body")
    context = {"village": found, "before": before.order_by("-asked_at")[:10], "places": Place.choices}
    return render(request, "desk/reach/village.html", context)
