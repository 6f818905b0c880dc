"""Is it true? A random sample to check by calling back, and the photos that volunteers sent."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.db.models import F, Value
from django.db.models.functions import MD5, Concat
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jembatan.audit.models import Entry
from jembatan.desk.access import StaffRequest
from jembatan.desk.reach.board import tabs
from jembatan.desk.reach.loading import back, one_relay, page, part_of_release
from jembatan.people.permissions import Territory, may
from jembatan.people.roles import Permission
from jembatan.relays import hops
from jembatan.relays.board import in_subtree
from jembatan.relays.carriers import Carrier, numbers_shown, of_relays
from jembatan.relays.models import Evidence, Hop, HopKind, Relay, State
from jembatan.releases.models import Release
from jembatan.releases.workflow import Refused

SAMPLE = 10
PHOTOS = 24


def sample(release: Release, code: str, size: int = SAMPLE) -> list[Relay]:
    """Reached villages in an order that chance makes and that stays the same all day, whoever looks."""
    seed = f"{release.pk}:{timezone.localdate()}:"
    chance = MD5(Concat(Value(seed), F("code")))
    return list(in_subtree(release, code).reached().order_by(chance)[:size])


@dataclass(frozen=True, slots=True)
class Check:
    relay: Relay
    carriers: list[Carrier]
    outcome: str  # "known", "unknown", or nothing yet


def _outcomes(relays: list[Relay]) -> dict[int, str]:
    """What earlier call-backs said, whoever made them. Two queries."""
    subjects = {f"relay:{relay.pk}": relay.pk for relay in relays}
    unknown = Entry.objects.filter(subject__in=subjects, action="relay.call_unknown").values_list("subject", flat=True)
    known = Hop.objects.filter(relay__in=relays, kind=HopKind.CONFIRMED, evidence=Evidence.CALL_BACK)
    said = {subjects[subject]: "unknown" for subject in unknown}
    return said | dict.fromkeys(known.values_list("relay_id", flat=True), "known")


def _checks(relays: list[Relay], *, may_call: bool) -> list[Check]:
    said, people = _outcomes(relays), of_relays(relays) if may_call else {}
    return [Check(relay, people.get(relay.pk, [])[:2], said.get(relay.pk, "")) for relay in relays]


def _photos(release: Release, code: str) -> list[Hop]:
    """Photos of villages that nothing proves yet, the newest first."""
    waiting = in_subtree(release, code).filter(state=State.RELAYED)
    rows = Hop.objects.filter(relay__in=waiting, version__gte=F("relay__asked_version")).exclude(photo="")
    return list(rows.select_related("relay__area__parent", "by").order_by("-at")[:PHOTOS])


@page(Permission.LOOK_AFTER_RELAYS)
@require_safe
def checks(request: StaffRequest, pk: int) -> HttpResponse:
    release, code = part_of_release(request, pk, Permission.LOOK_AFTER_RELAYS)
    found = _checks(
        sample(release, code),
        may_call=may(request.user, Permission.CALL_VOLUNTEERS, on=Territory(code, office=release.office_id)),
    )
    shown = [carrier for check in found if not check.outcome for carrier in check.carriers]
    numbers_shown(shown, on=release, by=request.user, area=code)
    context: dict[str, Any] = {
        "release": release,
        "checks": found,
        "photos": _photos(release, code),
        "tabs": tabs(request, release, code, "reach_checks"),
    }
    return render(request, "desk/reach/checks.html", context)


class ProofForm(forms.Form):
    """One tap: the photo proves it, citizens know of it, or they do not."""

    proof = forms.ChoiceField(choices=[("photo", ""), ("known", ""), ("unknown", "")])


@page(Permission.LOOK_AFTER_RELAYS)
@require_POST
def prove(request: StaffRequest, pk: int) -> HttpResponse:
    relay = one_relay(request, pk, Permission.LOOK_AFTER_RELAYS)
    form = ProofForm(request.POST)
    if not form.is_valid():
        flash.error(request, _("Hasil pengecekan tidak terbaca. Tekan salah satu tombolnya lagi."))
        return back(request, relay)
    try:
        _prove(request, relay, form.cleaned_data["proof"])
    except Refused as refused:
        flash.error(request, str(refused))
    return back(request, relay)


def _prove(request: StaffRequest, relay: Relay, proof: str) -> None:
    village = {"village": relay.area.title}
    if proof == "unknown":
        hops.called_in_vain(relay=relay, outcome="unknown", by=request.user)
        flash.info(request, _("Dicatat: warga %(village)s belum tahu.") % village)
        return
    evidence = Evidence.PHOTO if proof == "photo" else Evidence.CALL_BACK
    hops.confirmed_by_person(relay=relay, evidence=evidence, told_by=request.user)
    flash.success(request, _("Dicatat: %(village)s terbukti sampai.") % village)
