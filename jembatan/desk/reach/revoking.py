"""Taking away the link of one person for one village, after asking once more."""

from typing import Any

from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jembatan.desk.access import StaffRequest
from jembatan.desk.reach.loading import one_relay, page
from jembatan.people.permissions import may
from jembatan.people.roles import Permission
from jembatan.relays.links import live_askings
from jembatan.relays.models import Asking, Relay
from jembatan.relays.revoking import revoke_link


def _asking(request: StaffRequest, relay: Relay, person: int) -> Asking:
    """The page names the person, so it is for those who may call them."""
    asking = live_askings().filter(relay=relay, person=person).first()
    if asking is None or not may(request.user, Permission.CALL_VOLUNTEERS, on=relay):
        raise Http404
    return asking


@page(Permission.LOOK_AFTER_RELAYS)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: StaffRequest, pk: int, person: int) -> HttpResponse:
    relay = one_relay(request, pk, Permission.LOOK_AFTER_RELAYS)
    asking = _asking(request, relay, person)
    if request.method == "POST":
        revoke_link(asking=asking, by=request.user)
        flash.success(request, _("Tautan %(name)s dicabut.") % {"name": asking.person.name})
        return redirect("desk:relay_history", pk)
    words = {"name": asking.person.name, "village": relay.area.title}
    context: dict[str, Any] = {
        "title": _("Cabut tautan %(name)s?") % words,
        "text": _("%(name)s tidak bisa lagi membuka dan mencatat rilis ini untuk %(village)s, dan tidak diminta lagi.")
        % words,
        "label": _("Cabut tautan"),
        "back_url": reverse("desk:relay_history", args=[pk]),
        "danger": True,
    }
    return render(request, "desk/confirm.html", context)
