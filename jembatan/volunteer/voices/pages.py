"""A volunteer's slips: type one in, read its code out of the page onto the paper, the next. And what became of them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from jembatan.messages.errors import BadAddress
from jembatan.people.models import Person
from jembatan.voices import codes, taking_down
from jembatan.voices.intake import Received
from jembatan.voices.models.voice import PUBLIC
from jembatan.voices.workflow import Refused
from jembatan.volunteer.voices.access import own
from jembatan.volunteer.voices.forms import SlipForm, beginning

PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@own
def slip(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    villages = taking_down.villages_of(person)
    if request.method != "POST":
        start = beginning(request.GET.get("desa", ""), _day(request.GET.get("tanggal", "")))
        return _show(request, person, token, SlipForm(initial=start, villages=villages))
    form = SlipForm(request.POST, request.FILES, villages=villages)
    if form.is_valid():
        try:
            return _saved(request, token, taking_down.take_down(told=form.told(), by=person), form)
        except (Refused, BadAddress) as refused:
            form.add_error(None, str(refused))
    return _show(request, person, token, form)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _show(request: HttpRequest, person: Person, token: str, form: SlipForm) -> HttpResponse:
    context = {"form": form, "person": person, "token": token, "consent": taking_down.consent_sentence()}
    return render(request, "volunteer/voices/slip.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, token: str, received: Received, form: SlipForm) -> HttpResponse:
    """Not after a redirect: the secret is shown once, and kept nowhere to be shown again."""
    told, voice = form.cleaned_data, received.voice
    context = {
        "voice": voice,
        "token": token,
        "code": codes.spaced(voice.code),
        "secret": codes.spaced(received.secret),
        "where": f"{settings.BASE_URL}/suara/lacak/".split("://", 1)[1],
        "again": f"?desa={told['desa']}&tanggal={told['tanggal'].isoformat()}",
    }
    return render(request, "volunteer/voices/saved.html", context)


@require_safe
@own
def slips(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    rows = taking_down.taken_down_by(person)
    before = request.GET.get("sebelum", "")
    if before.isascii() and before.isdecimal() and len(before) <= 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    context: dict[str, Any] = {
        "rows": [{"paper": paper, "public": paper.voice.shown in PUBLIC} for paper in shown],
        "token": token,
        "next_url": f"?sebelum={shown[-1].pk}" if len(found) > PAGE else "",
        "first_page": not before,
    }
    return render(request, "volunteer/voices/slips.html", context)
