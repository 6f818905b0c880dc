"""Saying something: one form, and one page more only where something like it was said already.

The form carries no token of a session: whoever posts it can only say something, which anybody may.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from jembatan.areas.models import Area
from jembatan.flooding import too_often
from jembatan.messages.errors import BadAddress
from jembatan.public.voices import keeping, place, tickets
from jembatan.public.voices.forms import SayForm
from jembatan.public.voices.photos import taken
from jembatan.public.voices.quiet import quiet
from jembatan.releases.readings import network
from jembatan.voices import intake
from jembatan.voices.intake import Taken
from jembatan.voices.models import Voice
from jembatan.voices.similar import similar
from jembatan.voices.workflow import Refused

# From one network in a quarter of an hour; what comes above is looked at first. A village shares one address.
MANY, LOOKS = 60, 600
TEXT = 100_000  # bytes of a request that are no photo
SHORTEST = 15  # characters before likeness means anything


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    area = place.chosen(request)
    if area is None:
        return place.pick(request)
    if request.method != "POST":
        return _show(request, area, SayForm())
    return _sent(request, area)


def _show(request: HttpRequest, area: Area, form: SayForm, photos: str = "") -> HttpResponse:
    """`photos`: what was wrong with them. The ticket stays the one that the form came with."""
    ticket = tickets.read(form.data.get("tiket", "")) or tickets.issue()
    wrong = bool(form.errors or photos)
    context = {"area": area, "form": form, "wrong": photos, "ticket": ticket.text, "bits": tickets.BITS}
    context["most"] = settings.UPLOAD_MAX_BYTES - TEXT
    return quiet(request, "say", context, status=422 if wrong else 200)


def _sent(request: HttpRequest, area: Area) -> HttpResponse:
    form = SayForm(request.POST)
    if not form.is_valid():
        return _show(request, area, form)
    photos, wrong = taken(request.FILES.getlist("foto"))
    if wrong:
        return _show(request, area, form, wrong)
    if found := _said_before(form, area, photos):
        return quiet(request, "alike", {"area": area, "form": form, "found": found})
    return _receive(request, area, form, photos)


def _said_before(form: SayForm, area: Area, photos: tuple[Taken, ...]) -> list[Voice]:
    """Similar ones to look at first. Not with photos, which would have to be sent twice, nor when they were shown."""
    said = form.cleaned_data
    if photos or said["mirip"] or said["petugas"] or said["rahasia"]:
        return []
    return similar(said["isi"], area)


def _receive(request: HttpRequest, area: Area, form: SayForm, photos: tuple[Taken, ...]) -> HttpResponse:
    try:
        received = intake.receive(form.said(area, photos, **_marks(request, form)))
    except (Refused, BadAddress) as refused:
        form.add_error(None, str(refused))
        return _show(request, area, form)
    return keeping.show(request, received)


def _marks(request: HttpRequest, form: SayForm) -> dict[str, Any]:
    """For a ticket that is not ours no work was done, whatever number comes with it."""
    ours = tickets.read(form.cleaned_data["tiket"])
    ticket = ours or tickets.issue()
    many = too_often("voice", network(request), MANY)
    held = many or ours is None or not ours.worked(form.cleaned_data["bukti"])
    return {"held": held, "client_id": ticket.client_id, "secret": ticket.secret}


@csrf_exempt
@require_POST
def alike(request: HttpRequest) -> HttpResponse:
    """A part of the form, asked for while somebody writes: nothing of it stands in an address or is kept."""
    text, area = request.POST.get("isi", "")[: intake.LONGEST], place.chosen(request)
    if area is None or len(text) < SHORTEST or too_often("voice-alike", network(request), LOOKS):
        return quiet(request, "alike_part", {"found": []})
    return quiet(request, "alike_part", {"found": similar(text, area)})
