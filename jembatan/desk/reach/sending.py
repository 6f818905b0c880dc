"""Sending by hand, one person after the other: an office can begin before any gateway is approved."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages as flash
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jembatan.areas.models import under
from jembatan.desk.access import StaffRequest
from jembatan.desk.reach import whatsapp
from jembatan.desk.reach.board import tabs
from jembatan.desk.reach.loading import back, one_relay, page, part_of_release
from jembatan.people.roles import Permission
from jembatan.relays import hops
from jembatan.relays.carriers import Carrier, numbers, numbers_shown
from jembatan.relays.links import live_askings
from jembatan.relays.models import Asking, Hop, HopKind, Relay, State
from jembatan.releases.models import Release
from jembatan.releases.workflow import Refused
from jembatan.releases.workflow import State as ReleaseState

PAGE = 30
_PLACE = re.compile(r"([0-9.]{1,13})~([0-9]{1,18})")


def _waiting(release: Release, code: str) -> QuerySet[Asking]:
    """Who was asked in a village that is not reached, and got no link by hand for this version yet; by village."""
    sent = Hop.objects.filter(
        relay=OuterRef("relay"),
        by=OuterRef("person"),
        kind=HopKind.SENT_BY_HAND,
        version__gte=OuterRef("relay__asked_version"),
    )
    rows = live_askings().filter(under(code, "relay__code"), ~Exists(sent), relay__release=release)
    return rows.filter(relay__state__lt=State.RELAYED).order_by("relay__code", "pk")


def _after(rows: QuerySet[Asking], place: str) -> QuerySet[Asking]:
    """`16.06.01.2001~77`: the village and the row after which the page begins."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return rows
    code, pk = found[1], int(found[2])
    return rows.filter(Q(relay__code__gt=code) | Q(relay__code=code, pk__gt=pk))


@dataclass(frozen=True, slots=True)
class Row:
    relay: Relay
    carrier: Carrier
    text: str


def _rows(askings: list[Asking]) -> list[Row]:
    phones = numbers({asking.person_id for asking in askings})
    made = []
    for asking in askings:
        carrier = Carrier(asking.person_id, asking.person.name, phones.get(asking.person_id, ""), asked=True)
        made.append(Row(asking.relay, carrier, whatsapp.words(asking.relay, carrier)))
    return made


@page(Permission.CALL_VOLUNTEERS)
@require_safe
@whatsapp.may_lead_to_whatsapp
def sending(request: StaffRequest, pk: int) -> HttpResponse:
    release, code = part_of_release(request, pk, Permission.CALL_VOLUNTEERS)
    waiting = _after(_waiting(release, code), request.GET.get("sesudah", ""))
    askings = list(waiting[: PAGE + 1])
    last = askings[PAGE - 1] if len(askings) > PAGE else None
    rows = _rows(askings[:PAGE])
    numbers_shown([row.carrier for row in rows], on=release, by=request.user, area=code)
    context: dict[str, Any] = {
        "release": release,
        "rows": rows,
        "tabs": tabs(request, release, code, "reach_sending"),
        "next_url": f"?wilayah={code}&sesudah={last.relay.code}~{last.pk}" if last else "",
        "first_page": "sesudah" not in request.GET,
        "open": release.state == ReleaseState.PUBLISHED,
    }
    return render(request, "desk/reach/sending.html", context)


@page(Permission.CALL_VOLUNTEERS)
@require_POST
def by_hand(request: StaffRequest, pk: int, person: int) -> HttpResponse:
    """Write down that the link goes out by hand, and lead to WhatsApp; with `salin` it was copied, and we go back."""
    relay = one_relay(request, pk, Permission.CALL_VOLUNTEERS)
    asking = live_askings().filter(relay=relay, person=person).first()
    if asking is None:
        raise Http404
    try:
        hops.sent_by_hand(relay=relay, to=asking.person, told_by=request.user)
    except Refused as refused:
        flash.error(request, str(refused))
        return back(request, relay)
    carrier = Carrier(person, asking.person.name, numbers({person}).get(person, ""), asked=True)
    return back(request, relay) if "salin" in request.POST else HttpResponseRedirect(whatsapp.address(relay, carrier))
