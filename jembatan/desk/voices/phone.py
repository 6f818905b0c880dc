"""One voice on an officer's telephone: the link from a message, a one-time code, and three things to do."""

import time
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jembatan.areas.clock import site_zone
from jembatan.desk.voices.acts import attempt, forms_for
from jembatan.desk.voices.forms import answering, moving
from jembatan.desk.voices.forms.base import ActForm
from jembatan.desk.voices.words import calendar_for, left, owed, village
from jembatan.people.models import Person
from jembatan.voices import links, passes
from jembatan.voices.models import Voice
from jembatan.voices.workflow import Refused

OPEN_FOR = 30 * 60  # seconds after the code
SESSION = "opened_voices"  # token → until when, in seconds since 1970
FORMS: list[type[ActForm]] = [answering.Answer, moving.Ask, moving.Postpone]


class CodeForm(forms.Form):
    digits = forms.CharField(
        label=gettext_lazy("Kode 6 angka"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_digits(self) -> str:
        return "".join(one for one in self.cleaned_data["digits"] if one.isascii() and one.isdecimal())


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, token: str) -> HttpResponse:
    """Without a code nothing of the voice is shown but that it waits."""
    if (found := links.behind(token)) is None:
        raise Http404
    voice, person = found
    with timezone.override(site_zone()):
        if _is_open(request, token, person):
            response = _opened(request, voice, person)
        else:
            response = _closed(request, token, voice, person)
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _is_open(request: HttpRequest, token: str, person: Person) -> bool:
    """By a code a short while ago, or because this very person is signed in here."""
    if request.user.is_authenticated and request.user.pk == person.pk:
        return True
    until = request.session.get(SESSION, {}).get(token, 0)
    return isinstance(until, int) and until > time.time()


def _closed(request: HttpRequest, token: str, voice: Voice, person: Person) -> HttpResponse:
    form = CodeForm(request.POST if "digits" in request.POST else None)
    sent = "digits" in request.POST
    if request.method == "POST" and not sent:
        sent = _sent(request, voice, person)
    elif form.is_valid():
        if passes.redeem(voice=voice, person=person, digits=form.cleaned_data["digits"]):
            return _open(request, token)
        form.add_error("digits", _("Kode itu salah atau sudah tidak berlaku. Minta kode baru."))
    contact = passes.contact_of(person)
    context = {
        "form": form,
        "voice": voice,
        "person": person,
        "sent": sent,
        "channel": contact.channel if contact else "",
    }
    return render(request, "desk/voices/code.html", context)


def _sent(request: HttpRequest, voice: Voice, person: Person) -> bool:
    try:
        passes.send(voice=voice, person=person)
        return True
    except Refused as refused:
        flash.error(request, str(refused))
        return False


def _open(request: HttpRequest, token: str) -> HttpResponse:
    request.session.cycle_key()
    request.session[SESSION] = {token: int(time.time()) + OPEN_FOR}
    return redirect("desk:voice_phone", token)


def _opened(request: HttpRequest, voice: Voice, person: Person) -> HttpResponse:
    asked = request.POST.get("act", "")
    offered = [form for form in FORMS if form in forms_for(person, voice)]
    bound = {form.slug: _bound(form, request, voice, person, asked) for form in FORMS}
    if asked in bound and attempt(bound[asked]):
        flash.success(request, str(bound[asked].done))
        return redirect(request.path)
    shown = [bound[form.slug] for form in FORMS if form in offered or form.slug == asked]
    context: dict[str, Any] = {
        "voice": voice,
        "forms": shown,
        "asked": asked,
        "place": village(voice.area),
        "left": left(voice, calendar_for([voice])),
        "owed": owed(voice),
        "photos": list(voice.photos.order_by("pk")),
        "answer": voice.answers.order_by("-pk").first(),
    }
    return render(request, "desk/voices/phone.html", context)


def _bound(kind: type[ActForm], request: HttpRequest, voice: Voice, person: Person, asked: str) -> ActForm:
    mine = asked == kind.slug
    form = kind(request.POST if mine else None, request.FILES if mine else None, voice=voice, by=person)
    form.auto_id = f"{kind.slug}_%s"
    return form
