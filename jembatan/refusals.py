"""Requests that no view answers well: a body too large to be read, and a method that the page does not know."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import is_valid_path

View = Callable[[HttpRequest], HttpResponse]
PIECE = 64 * 1024  # bytes
LINGER = 5.0  # seconds


def page_above(path: str) -> str:
    """The nearest page that an address lies under: `/meja/rilis/7/kirim/` → `/meja/rilis/7/`."""
    parts = path.rstrip("/").split("/")
    while len(parts) > 1:
        parts.pop()
        if is_valid_path(above := "/".join([*parts, ""])):
            return above
    return "/"


def too_large(request: HttpRequest) -> int:
    """413 for a body over what is taken, 411 for one that does not say its size (no browser does that), else 0.

    Only pictures and lists are written to disk while they come in; everything else is held in memory.
    The API reads no body, and refuses in words of its own.
    """
    if request.path.startswith("/api/"):
        return 0
    files = request.content_type == "multipart/form-data"
    most = settings.UPLOAD_MAX_BYTES if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    length = request.META.get("CONTENT_LENGTH")
    if not length:
        return 411 if "HTTP_TRANSFER_ENCODING" in request.META else 0
    return 413 if not length.isdecimal() or int(length) > most else 0


def let_pass(request: HttpRequest) -> None:
    """Take what still comes in and forget it, for a few seconds.

    A connection that is closed while its other end sends is reset, and the page is lost on the way: nginx says 502.
    """
    until = time.monotonic() + LINGER
    whole = request.META["wsgi.input"] if request.META.get("wsgi.input_terminated") else request
    while time.monotonic() < until and whole.read(PIECE):
        pass


def refuse_large_bodies(answer: View) -> View:
    """Nothing of the body is kept or looked at. Stands last: the page that it shows needs the others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not (status := too_large(request)):
            return answer(request)
        let_pass(request)
        context = {"status": status, "back": page_above(request.path)}
        return render(request, "413.html", context, status=status)

    return middleware


def explain_methods(answer: View) -> View:
    """Django refuses a wrong method with an empty page: this one says what to do. The API's refusals are its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        refusal = answer(request)
        if refusal.status_code != 405 or refusal.content:
            return refusal
        reads = "GET" in refusal["Allow"]
        context = {"reads": reads, "back": request.path if reads else page_above(request.path)}
        refusal.content = render(request, "405.html", context).content  # the same answer: it is in the log once
        return refusal

    return middleware
