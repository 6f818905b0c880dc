"""Doing one thing to a voice: a page with its form beside the words of who said it."""

from typing import Any, cast

from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jembatan.desk.access import StaffRequest
from jembatan.desk.voices import history
from jembatan.desk.voices.forms import FORMS
from jembatan.desk.voices.forms.base import ActForm
from jembatan.desk.voices.loading import one, voice_page
from jembatan.desk.voices.words import calendar_for, left, owed, village
from jembatan.people.models import Person
from jembatan.voices.acting import holds, offered
from jembatan.voices.models import Voice
from jembatan.voices.workflow import MOVES, Refused, Stale


def forms_for(person: Person, voice: Voice) -> list[type[ActForm]]:
    """What this person may do to it now, in the order of the page."""
    acts = set(offered(person, voice))
    return [form for form in FORMS.values() if form.act in acts and form.fits(voice)]


@voice_page
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: StaffRequest, voice: Voice, slug: str) -> HttpResponse:
    """404 for what is not this person's to do; what is not possible any more is said, and nothing typed is lost."""
    kind = FORMS.get(slug)
    if kind is None or not holds(request.user, voice).intersection(MOVES[kind.act].by):
        raise Http404
    if request.method != "POST":
        return _asked(request, voice, kind)
    form = kind(request.POST, request.FILES, voice=voice, by=request.user, asked=request.GET)
    if attempt(form):
        flash.success(request, str(kind.done))
        return redirect(_next(request, voice))
    return show(request, form)


def _asked(request: StaffRequest, voice: Voice, kind: type[ActForm]) -> HttpResponse:
    if kind not in forms_for(request.user, voice):
        words = _("Langkah itu tidak bisa diambil sekarang: laporan ini berstatus “%(state)s”.")
        flash.info(request, words % {"state": voice.get_state_display()})
        return redirect("desk:voice", voice.code)
    return show(request, kind(voice=voice, by=request.user, asked=request.GET))


def _next(request: StaffRequest, voice: Voice) -> str:
    """Back to the voice, or to the inbox when it went where this person does not see it."""
    there = Voice.objects.visible_to(request.user).filter(pk=voice.pk).exists()
    return reverse("desk:voice", args=[voice.code]) if there else reverse("desk:voices")


def attempt(form: ActForm) -> bool:
    """Do it when the form is right. Who was second may press once more after reading what the first one did."""
    if not form.is_valid():
        return False
    try:
        form.carry_out()
    except Refused as refused:
        form.add_error(None, str(refused))
        if isinstance(refused, Stale):
            _seen_now(form)
        return False
    return True


def _seen_now(form: ActForm) -> None:
    form.voice.refresh_from_db()
    data = cast(Any, form.data).copy()
    data["seen"] = form.voice.version
    form.data = data


def show(request: StaffRequest, form: ActForm) -> HttpResponse:
    voice = one(request, form.voice.code) if form.errors else form.voice
    context: dict[str, Any] = {
        "form": form,
        "voice": voice,
        "place": village(voice.area),
        "left": left(voice, calendar_for([voice])),
        "owed": owed(voice),
        "last": history.last(voice),
        "crumbs": crumbs(voice, str(form.title)),
        **form.extra(),
    }
    return render(request, form.template, context)


def crumbs(voice: Voice, here: str) -> list[dict[str, str]]:
    return [
        {"label": _("Suara Warga"), "url": reverse("desk:voices")},
        {"label": voice.code, "url": reverse("desk:voice", args=[voice.code])},
        {"label": here, "url": ""},
    ]
