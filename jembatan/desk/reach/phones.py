"""The telephone list to print: who serves the unreached villages, and the coordinators of their districts."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jembatan.audit.actions import record
from jembatan.desk.access import StaffRequest
from jembatan.desk.reach.board import tabs
from jembatan.desk.reach.loading import page, part_of_release
from jembatan.desk.reach.territory import code_in
from jembatan.people.roles import Permission
from jembatan.relays.board import in_subtree
from jembatan.relays.carriers import Carrier, coordinators, of_villages
from jembatan.relays.models import Relay

PAGE = 200  # villages


@dataclass(frozen=True, slots=True)
class Village:
    relay: Relay
    carriers: list[Carrier]


@dataclass(frozen=True, slots=True)
class District:
    name: str
    coordinators: list[Carrier]
    villages: list[Village]


def _districts(relays: list[Relay]) -> list[District]:
    serving = of_villages({relay.area_id for relay in relays})
    above = coordinators({_code(relay) for relay in relays})
    return [
        District(
            members[0].area.parent.name if members[0].area.parent else "",
            above.get(code, []),
            [Village(relay, serving.get(relay.area_id, [])) for relay in members],
        )
        for code, members in ((code, list(rows)) for code, rows in groupby(relays, key=_code))
    ]


def _code(relay: Relay) -> str:
    return relay.code.rpartition(".")[0]


@page(Permission.CALL_VOLUNTEERS)
@require_safe
def phone_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Showing it is written down: these are people's numbers."""
    release, code = part_of_release(request, pk, Permission.CALL_VOLUNTEERS)
    rows = in_subtree(release, code).unreached().filter(code__gt=code_in(request, "sesudah"))
    relays = list(rows.order_by("code")[: PAGE + 1])
    shown = relays[:PAGE]
    record("release.phone_list_shown", release, by=request.user, area=code, villages=len(shown))
    context = {
        "release": release,
        "districts": _districts(shown),
        "villages": len(shown),
        "tabs": tabs(request, release, code, "reach_phones"),
        "next_url": f"?wilayah={code}&sesudah={shown[-1].code}" if len(relays) > PAGE else "",
    }
    return render(request, "desk/reach/phones.html", context)
