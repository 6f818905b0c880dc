"""What goes wrong, as application/problem+json (RFC 9457), in Indonesian or English as the client asks."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

MEDIA_TYPE = "application/problem+json"
SECONDS = 60  # how long an answer may be kept
log = logging.getLogger(__name__)


def _titles() -> dict[int, str]:
    return {
        404: _("Tidak ada di sini"),
        405: _("Cara meminta ini tidak tersedia"),
        422: _("Ada isian yang salah"),
        500: _("Ada gangguan di pihak kami"),
    }


def _details() -> dict[int, str]:
    return {
        404: _("Periksa alamatnya; yang belum terbit juga tidak tampil di sini."),
        405: _("Alamat ini hanya melayani GET."),
        422: _("Perbaiki isian yang disebut, lalu minta lagi."),
        500: _("Coba beberapa menit lagi."),
    }


def problem(request: HttpRequest, status: int, errors: list[str] | None = None) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        title, detail, language = _titles()[status], _details()[status], translation.get_language()
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": errors or []}
    response = JsonResponse(content, status=status, content_type=MEDIA_TYPE)
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _not_found(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, 404)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, 422, [f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors])


def _unreadable(request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(request, 422)


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("%s failed", request.path, exc_info=error)
    return problem(request, 500)


def unknown(request: HttpRequest, **_where: str) -> HttpResponse:
    """Any other address below the API's."""
    return problem(request, 404)


def install(api: NinjaAPI) -> None:
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Exception, _failed)


def only_get(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """GET, and HEAD as the same without a body (the server leaves it out); answers may be kept for a minute.

    The framework's own refusal of another method is plain text; this one is a problem like all the others.
    """

    @wraps(view)
    @csrf_exempt
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = request.method
        if method not in {"GET", "HEAD"}:
            refusal = problem(request, 405)
            refusal["Allow"] = "GET, HEAD"
            return refusal
        request.method = "GET"
        response = view(request, *args, **kwargs)
        request.method = method
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    return wrapper
