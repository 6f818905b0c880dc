"""What every address of Open311 shares: its methods, its errors in its own format, the jurisdiction."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from jembatan.api.open311.formats import answer
from jembatan.areas.models import Area

SECONDS = 60  # how long an answer may be kept
View = Callable[..., HttpResponse]
log = logging.getLogger(__name__)


class Wrong(Exception):
    """What the specification answers with an error: its status, and a sentence for each thing that is wrong."""

    def __init__(self, status: int, *sentences: str) -> None:
        super().__init__(*sentences)
        self.status, self.sentences = status, sentences


def machine(**methods: View) -> View:
    """One address: a view for each method. Views raise Wrong; nobody is signed in, nothing is remembered."""

    @csrf_exempt
    @wraps(next(iter(methods.values())))
    def ask(request: HttpRequest, kind: str = "xml", **more: Any) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            try:
                response = _view(request, methods)(request, kind, **more)
            except Wrong as wrong:
                return _refusal(kind, wrong, methods)
            except Exception:
                log.exception("%s failed", request.path)
                return _refusal(kind, Wrong(500, _("Ada gangguan di pihak kami. Coba beberapa menit lagi.")), methods)
        if request.method != "POST":
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    return ask


def _view(request: HttpRequest, methods: dict[str, View]) -> View:
    method = "GET" if request.method == "HEAD" else str(request.method)
    if method not in methods:
        raise Wrong(405, _("Alamat ini tidak melayani cara meminta itu."))
    return methods[method]


def _refusal(kind: str, wrong: Wrong, methods: dict[str, View]) -> HttpResponse:
    errors = [{"code": wrong.status, "description": sentence} for sentence in wrong.sentences]
    response = answer(kind, "errors", errors, wrong.status)
    if wrong.status == 405:
        response["Allow"] = ", ".join(methods)
    return response


def jurisdiction(said: str | None) -> Area:
    """This endpoint serves one: the code of the root area. It may be left out."""
    root = Area.objects.root()
    if said and said != root.code:
        raise Wrong(404, _("jurisdiction_id “%(code)s” tidak dilayani di sini.") % {"code": said})
    return root


def _nothing(_request: HttpRequest, _kind: str, **_more: str) -> HttpResponse:
    raise Wrong(404, _("Tidak ada di sini. Periksa alamatnya, dan akhiri dengan .json atau .xml."))


unknown = machine(GET=_nothing, POST=_nothing, PUT=_nothing, PATCH=_nothing, DELETE=_nothing)
