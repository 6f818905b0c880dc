"""How far releases came, for everyone: by district and by village, without names of people."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jembatan.areas.models import Area, Level
from jembatan.durations import duration
from jembatan.public.addresses import following
from jembatan.public.forms import PartForm
from jembatan.public.page import page
from jembatan.relays import board, queries
from jembatan.relays import public as reach
from jembatan.relays.counts import Counts, counts
from jembatan.relays.models import Relay, State
from jembatan.releases import public as releases
from jembatan.releases.models import Release
from jembatan.releases.workflow import State as ReleaseState

PAGE = 18
VILLAGES = 100  # on a page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    cursor = request.GET.get("sebelum", "")
    try:
        rows, older = releases.newest(cursor=cursor, size=PAGE)
    except releases.BadCursor:
        raise Http404 from None
    found = counts(release.pk for release in rows)
    figures = [(release, found[release.pk]) for release in rows]
    return page(
        request, "public/reach_index.html", {"figures": figures, "cursor": cursor, "older": following(sebelum=older)}
    )


def _in_words(minutes: float | None) -> str:
    return "–" if minutes is None else duration(minutes)


def _public_counts(states: list[int]) -> Counts:
    return Counts(sum(states), states[State.RELAYED], states[State.CONFIRMED])


@dataclass(frozen=True, slots=True)
class Row:
    """A district, or whatever the table is by."""

    unit: queries.Unit
    counts: Counts
    median: str


@dataclass(frozen=True, slots=True)
class Village:
    relay: Relay
    group: str  # none, relayed, confirmed


def _by_unit(release: Release) -> dict[str, Any]:
    whole = queries.reach(release)
    level = board.board_level(whole.villages, board.common_code(release.text.targets))
    rows = [Row(u, _public_counts(u.states), _in_words(u.p50)) for u in queries.units(release, level)]
    minutes = {name: _in_words(value) for name, value in whole.minutes.items()}
    return {"counts": _public_counts(list(whole.states.values())), "rows": rows, "minutes": minutes}


def _by_village(release: Release, code: str, after: str) -> dict[str, Any]:
    """The villages of one area, those not reached first."""
    area = get_object_or_404(Area.objects.current(), code=code)
    found = board.villages_page(release, code=code, after=board.Place.parse(after), size=VILLAGES + 1)
    shown = found[:VILLAGES]
    last = shown[-1] if len(found) > VILLAGES else None
    place = str(board.Place(last.state, last.code)) if last else ""
    rows = [Village(relay, reach.group_of(relay.state)) for relay in shown]
    return {
        "area": area,
        "district": area.level == Level.DISTRICT,
        "villages": rows,
        "after": after,
        "more": following(sesudah=place, wilayah=code),
        "counts": _public_counts(list(queries.reach(release, under=code).states.values())),
    }


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    release = get_object_or_404(releases.public_releases().defer("published__body"), pk=pk)
    part = PartForm(request.GET)
    if not part.is_valid():
        raise Http404
    code = part.cleaned_data["wilayah"]
    found = _by_village(release, code, part.cleaned_data["sesudah"]) if code else _by_unit(release)
    withdrawn = release.state == ReleaseState.WITHDRAWN
    template = "public/reach_villages.html" if code else "public/reach.html"
    return page(request, template, {"release": release, "withdrawn": withdrawn, **found})
