"""Where providers call us: `/api/v1/hooks/<channel>/`. Kept, and acknowledged; the workers look at it later."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jembatan.messages import channels, inbound
from jembatan.messages.errors import Forged, Garbled
from jembatan.refusals import let_pass

log = logging.getLogger(__name__)

MOST = 36 * 1024 * 1024  # bytes of one call: a letter of 25 MB with its attachments, in Base64 and with the headers


@csrf_exempt
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, channel: str) -> HttpResponse:
    """200 once everything is kept; 401 without a right signature, 400 when unreadable, 404 for no such channel.

    411 and 413 before a body is read that does not say its size, or is too large.
    """
    if channel not in channels.sending() or not hasattr(called := _load(channel), "hear"):
        return HttpResponseNotFound(content_type="text/plain")
    if status := _unreadable(request):
        let_pass(request)
        return HttpResponse(f"at most {MOST} bytes, and Content-Length\n", status=status, content_type="text/plain")
    try:
        heard = called.hear(request.read(), _headers(request))  # `.body` has the limit of forms
    except Forged:
        log.warning("a call for %s without a right signature", channel)
        return HttpResponse(status=401, content_type="text/plain")
    except Garbled:
        return HttpResponse(status=400, content_type="text/plain")
    inbound.take(channel, heard)
    return HttpResponse(heard.answer, content_type=_type(heard.answer))


def _unreadable(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH")
    if not length:
        return 411 if "HTTP_TRANSFER_ENCODING" in request.META else 0
    return 413 if not length.isdecimal() or int(length) > MOST else 0


def _type(answer: str) -> str:
    return "application/json" if answer.startswith("{") else "text/plain"


def _load(channel: str) -> Any:
    return channels.load(channel)


def _headers(request: HttpRequest) -> dict[str, str]:
    query = {"query": request.META["QUERY_STRING"], "method": request.method or ""}
    return {name.lower(): value for name, value in request.headers.items()} | query
