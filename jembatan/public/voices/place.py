"""Where it is: from the page that somebody came from, or picked by taps down the tree, or by a name."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from jembatan.areas.finding import CODE_PATTERN, villages_named
from jembatan.areas.models import Area, Level
from jembatan.public.forms import VillageForm
from jembatan.public.page import page


def chosen(request: HttpRequest) -> Area | None:
    """None while it is still to be picked: nothing named yet, or an area of many villages that may not be meant."""
    asked = request.POST if request.method == "POST" else request.GET
    code = asked.get("wilayah", "")
    if not code:
        return None
    area = _area(code)
    meant = area.level == Level.VILLAGE or request.method == "POST" or "semua" in request.GET
    return area if meant else None


def _area(code: str) -> Area:
    if not re.fullmatch(CODE_PATTERN, code, re.ASCII):
        raise Http404
    return get_object_or_404(Area.objects.current().select_related("parent__parent"), code=code)


def pick(request: HttpRequest) -> HttpResponse:
    """The areas below the one that is known so far. Nothing personal stands here: anybody may keep a copy."""
    form = VillageForm(request.GET)
    text = form.cleaned_data["desa"] if form.is_valid() else ""
    villages, more = villages_named(text)
    code = request.GET.get("wilayah", "")
    area = _area(code) if code else Area.objects.root()
    below = list(area.children.current().order_by("name", "code"))
    context = {"text": text, "villages": villages, "more": more, "area": area, "below": below}
    return page(request, "public/voices/place.html", context)
