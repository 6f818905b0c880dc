"""The secret in an address is the permission. Guessing is slowed where it happens: for one code from one network, so
that nobody shuts out a village that shares an address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from jembatan.flooding import over, too_often
from jembatan.public.voices.quiet import quiet, silent
from jembatan.releases.readings import network
from jembatan.voices import codes, reporting
from jembatan.voices.models import Voice

WRONG = 10  # secrets for one code from one network in a quarter of an hour
View = Callable[..., HttpResponse]


class Guessing(Exception):
    """Too many wrong secrets: nothing is looked up."""


def find(request: HttpRequest, code: str, secret: str) -> Voice | None:
    """The voice of both; raises Guessing. Whether there is such a code makes no difference to what comes back."""
    where = f"{network(request)} {codes.tidy(code)}"
    if over("voice-find", where, WRONG - 1):
        raise Guessing
    voice = reporting.find(code, secret)
    if voice is None:
        too_often("voice-find", where, WRONG)
    return voice


def busy(request: HttpRequest) -> HttpResponse:
    return quiet(request, "busy", status=429)


def own(view: View) -> View:
    """The view gets its voice, and the secret as the address says it."""

    @csrf_exempt
    @wraps(view)
    def found(request: HttpRequest, code: str, secret: str, **more: Any) -> HttpResponse:
        try:
            voice = find(request, code, secret)
        except Guessing:
            return busy(request)
        if voice is None:
            return quiet(request, "unknown", status=404)
        return silent(view(request, voice, secret=secret, **more))

    return found
