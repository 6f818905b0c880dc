"""All that waits, on one page: several releases and villages are confirmed at once."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jembatan.messages.actions import look_into_inbox
from jembatan.relays import hops
from jembatan.relays.links import several_behind, token
from jembatan.relays.models import Asking
from jembatan.releases.workflow import Refused
from jembatan.volunteer import device, words
from jembatan.volunteer.access import no_longer, private
from jembatan.volunteer.forms import SeveralForm, mark
from jembatan.volunteer.joining import offer
from jembatan.volunteer.news import answers
from jembatan.volunteer.opening import note_opening
from jembatan.volunteer.voices import asking as paper
from jembatan.volunteer.waiting import SHOWN, askings_for, belum, sudah, withdrawn

FEW = 2  # answers; all of them are on the page of messages


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return _show(request)


def _show(request: HttpRequest, form: SeveralForm | None = None) -> HttpResponse:
    if request.user.is_authenticated:
        look_into_inbox(person=request.user)
    askings = askings_for(request)
    waiting = list(belum(askings)[:SHOWN])
    context = {
        "groups": _by_release(waiting, request.POST.getlist("which")),
        "full": len(waiting) == SHOWN,
        "done": _rows(sudah(askings)[:20]),
        "answers": [(question, token(question.relay_id, question.by_id)) for question in answers(askings)[:FEW]],
        "withdrawn": _together(withdrawn(askings)[:30]),
        "form": form or SeveralForm(askings=waiting),
        "count": len(waiting),
        "join": offer(request),
        "paper": paper.offer(request),
    }
    return private(render(request, "volunteer/overview.html", context, status=422 if form else 200))


def _rows(askings: Any) -> list[dict[str, Any]]:
    return [{"asking": asking, "token": token(asking.relay_id, asking.person_id)} for asking in askings]


def _together(askings: Any) -> list[dict[str, Any]]:
    """One entry for each release, with the villages it was to be carried to."""
    grouped = groupby(_rows(askings), key=lambda row: row["asking"].relay.release)
    return [{"release": release, "villages": list(villages)} for release, villages in grouped]


def _by_release(waiting: list[Asking], chosen: list[str]) -> list[dict[str, Any]]:
    """One entry for each release; its villages carry the deadline in words."""
    if not waiting:
        return []
    zone = words.zone_of(waiting[0].relay.code)
    rows = _rows(waiting)
    for row in rows:
        row["mark"] = mark(row["asking"])
        row["checked"] = row["mark"] in chosen
        row["deadline"] = words.moment_in_words(row["asking"].relay.deadline, zone)
    grouped = groupby(rows, key=lambda row: row["asking"].relay.release)
    return [{"release": release, "villages": list(villages)} for release, villages in grouped]


@require_safe
def several(request: HttpRequest, bundle: str) -> HttpResponse:
    """A link to several: from now on this device lists what it stands for, each as if its own link had been opened."""
    askings = several_behind(bundle)
    if askings is None:
        return private(no_longer(request))
    found = list(belum(askings)[: device.KEPT]) or [*sudah(askings)[: device.KEPT], *withdrawn(askings)[: device.KEPT]]
    if not found:
        return private(no_longer(request, genuine=True))
    response = redirect("volunteer:overview")
    device.remember(request, response, *(token(asking.relay_id, asking.person_id) for asking in found))
    return private(response)


@require_POST
def relayed(request: HttpRequest) -> HttpResponse:
    askings = askings_for(request)
    both = [*belum(askings)[:SHOWN], *sudah(askings)[:SHOWN]]  # those just done too: pressing twice is no mistake
    form = SeveralForm(request.POST, askings=both)
    if not form.is_valid():
        return _show(request, form)
    told = form.cleaned_data
    for asking in form.chosen():
        _record(request, asking, told["places"], told["people"])
    villages = len({asking.relay.area_id for asking in form.chosen()})
    said = ngettext("%d desa/kelurahan tercatat sudah.", "%d desa/kelurahan tercatat sudah.", villages)
    messages.success(request, said % villages)
    return private(redirect("volunteer:overview"))


def _record(request: HttpRequest, asking: Asking, places: list[str], people: int | None) -> None:
    """Each relay by itself: one that was withdrawn a moment ago does not hold up the others."""
    note_opening(request, asking)
    version = asking.relay.release.text.number
    key = str(asking.relay.asked_version)
    try:
        hops.relayed(relay=asking.relay, by=asking.person, places=places, people=people, version=version, key=key)
    except Refused as refused:
        messages.warning(request, f"{asking.relay.area.title}: {refused}")


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """For a shared telephone: what was opened on it is no longer listed."""
    response = redirect("volunteer:overview")
    device.forget(response)
    messages.success(request, _("Daftar di HP ini sudah dihapus."))
    return private(response)
