"""“Saya juga”: a press of a button, no account. Whoever wants to hear of the answer says where."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jembatan.flooding import too_often
from jembatan.public.voices.access import busy
from jembatan.public.voices.forms import FollowForm
from jembatan.public.voices.quiet import quiet
from jembatan.releases.readings import network
from jembatan.voices import codes, telling
from jembatan.voices.models import Follower, Voice
from jembatan.voices.supporting import support
from jembatan.voices.workflow import OPEN, Refused

DEVICE = "perangkat"
A_YEAR = 365 * 24 * 60 * 60  # seconds
PRESSES, CONTACTS = 200, 20  # of one network in a quarter of an hour


@csrf_exempt
@require_POST
def me_too(request: HttpRequest, code: str) -> HttpResponse:
    """Once for each device. With `kontak`: tell me too."""
    voice = get_object_or_404(Voice.objects.public(), code=codes.tidy(code))
    if "kontak" in request.POST:
        return _follow(request, voice)
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site" or too_often(
        "voice-support", network(request), PRESSES
    ):
        return busy(request)
    device = request.get_signed_cookie(DEVICE, default="", salt=DEVICE) or secrets.token_urlsafe(16)
    try:
        support(voice=voice, device=device)
    except Refused as refused:
        return quiet(request, "supported", {"voice": voice, "refused": str(refused)}, status=409)
    return _remember(_thank(request, voice, FollowForm()), device)


def _thank(request: HttpRequest, voice: Voice, form: FollowForm, **more: object) -> HttpResponse:
    voice.refresh_from_db(fields=["supporters"])
    return quiet(request, "supported", {"voice": voice, "form": form, **more}, status=422 if form.errors else 200)


def _remember(response: HttpResponse, device: str) -> HttpResponse:
    """A random word, for this one purpose; only a mark made of it and the voice is kept here."""
    response.set_signed_cookie(
        DEVICE, device, salt=DEVICE, max_age=A_YEAR, httponly=True, secure=settings.SECURE, samesite="Lax"
    )
    return response


def _follow(request: HttpRequest, voice: Voice) -> HttpResponse:
    form = FollowForm(request.POST)
    if not form.is_valid() or voice.state not in OPEN:
        return _thank(request, voice, form)
    if too_often("voice-follow", network(request), CONTACTS):
        return busy(request)
    contact: tuple[str, str] | None = form.cleaned_data["kontak"]
    if contact:
        telling.follow(voice, contact[0], contact[1], Follower.Why.SUPPORTER)
    return _thank(request, voice, FollowForm(), asked=bool(contact))
