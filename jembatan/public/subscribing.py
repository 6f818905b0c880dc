"""Citizens ask for the releases of an area, and confirm it.

The form carries no token: it is kept for everyone, and whoever posts it can only make us ask the owner of an address.
"""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from jembatan.areas.finding import CODE_PATTERN, villages_named
from jembatan.areas.models import Area
from jembatan.flooding import too_often
from jembatan.messages import confirming, subscribing
from jembatan.messages.errors import Busy
from jembatan.public.forms import SubscribeForm, VillageForm
from jembatan.public.page import page
from jembatan.releases.readings import network

AT_MOST = 20  # asked for from one network in a quarter of an hour: a whole village shares one


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Which area, then the form; the answer is the same whether an address is known or not."""
    code = request.POST.get("wilayah") or request.GET.get("wilayah", "")
    if not code:
        return _which_area(request)
    if not re.fullmatch(CODE_PATTERN, code, re.ASCII):
        raise Http404
    area = get_object_or_404(Area.objects.current().select_related("parent"), code=code)
    if request.method != "POST":
        return page(request, "public/subscribe.html", _form(area, SubscribeForm(area=area)))
    return _asked(request, area)


def _form(area: Area, form: SubscribeForm) -> dict[str, Any]:
    return {"area": area, "form": form, "keep": settings.KEEP_DAYS}


def _which_area(request: HttpRequest) -> HttpResponse:
    form = VillageForm(request.GET)
    text = form.cleaned_data["desa"] if form.is_valid() else ""
    villages, more = villages_named(text)
    context = {"text": text, "villages": villages, "more": more, "root": Area.objects.root()}
    return page(request, "public/subscribe_area.html", context)


def _asked(request: HttpRequest, area: Area) -> HttpResponse:
    form = SubscribeForm(request.POST, area=area)
    if not form.is_valid():
        return _fresh(page(request, "public/subscribe.html", _form(area, form), status=422))
    if too_often("subscribe", network(request), AT_MOST):
        return _fresh(page(request, "public/subscribe_busy.html", status=429))
    try:
        subscribing.subscribe(channel=form.channel, address=form.cleaned_data["alamat"], area=area)
    except Busy:
        return _fresh(page(request, "public/subscribe_busy.html", {"by_number": True}, status=429))
    return redirect("public:subscribe_asked")


def _fresh(response: HttpResponse) -> HttpResponse:
    """What somebody typed is on this page: nobody keeps a copy."""
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return page(request, "public/subscribe_asked.html")


@csrf_exempt  # the token in the address is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Looking asks, pressing confirms: a preview of the link confirms nothing."""
    found = confirming.of_token(token)
    if found is None or (request.method == "POST" and not confirming.confirm(subscription=found)):
        return render(request, "public/subscribe_dead.html", status=410)
    found.refresh_from_db()
    area = Area.objects.filter(code=found.code).order_by("valid_until").first()
    return render(request, "public/subscribe_confirm.html", {"area": area, "done": found.confirmed_at is not None})
