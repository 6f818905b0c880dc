"""The standing list: villages where nothing was relayed for so many days; those with somebody to chase come first."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jembatan.areas.models import NATION, Area
from jembatan.areas.settings import setting
from jembatan.desk.access import StaffRequest
from jembatan.desk.reach.loading import page
from jembatan.desk.reach.territory import codes_of
from jembatan.people.permissions import Territory, any_holds, grants_for
from jembatan.people.roles import Permission
from jembatan.relays.board import Place
from jembatan.relays.silence import served, silent_villages

PAGE = 100
SERVED, ALONE = 0, 1


@dataclass(frozen=True, slots=True)
class Row:
    area: Area
    part: int  # SERVED or ALONE
    mine: bool  # the person looks after it: then its page is open to them


@page(Permission.READ_REACH)
@require_safe
def silent(request: StaffRequest) -> HttpResponse:
    codes = codes_of(request, Permission.READ_REACH)
    days = int(setting("silent_days", codes[0] if codes else NATION))
    after = Place.parse(request.GET.get("sesudah", ""))
    found = _page(silent_villages(*codes, since=timezone.now() - timedelta(days=days)), after)
    mine = grants_for(request.user, Permission.LOOK_AFTER_RELAYS)
    rows = [Row(area, part, any_holds(mine, on=Territory(area.code))) for part, area in found[:PAGE]]
    context = {
        "served": [row for row in rows if row.part == SERVED],
        "alone": [row for row in rows if row.part == ALONE],
        "days": days,
        "first_page": after is None,
        "next_url": f"?sesudah={Place(rows[-1].part, rows[-1].area.code)}" if len(found) > PAGE else "",
    }
    return render(request, "desk/reach/silent.html", context)


def _page(villages: QuerySet[Area], after: Place | None) -> list[tuple[int, Area]]:
    """One more than a page: the villages of the first part by code, then those of the second."""
    begin = after or Place(SERVED, "")
    found: list[tuple[int, Area]] = []
    for part in range(begin.state, ALONE + 1):
        rows = served(villages, part == SERVED).filter(code__gt=begin.code if part == begin.state else "")
        found += [(part, area) for area in rows[: PAGE + 1 - len(found)]]
    return found
