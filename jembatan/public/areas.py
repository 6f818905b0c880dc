"""A page for every area: what was told there, and who passes it on. Names of villages always with their district."""

from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from jembatan.areas.finding import SHORTEST, only_one, plain, villages_named
from jembatan.areas.models import Area, Level
from jembatan.areas.settings import ancestors
from jembatan.people.models import Group
from jembatan.public.addresses import following
from jembatan.public.forms import VillageForm
from jembatan.public.listening.showing import shown
from jembatan.public.page import cacheable, page
from jembatan.relays import public as reach
from jembatan.releases import public as releases
from jembatan.voices.public import answered_in

RELEASES, VOICES = 9, 3  # on the page of an area

BELOW = {
    Level.NATION: _("Provinsi"),
    Level.PROVINCE: _("Kabupaten dan kota"),
    Level.REGENCY: pgettext_lazy("number", "Kecamatan"),
    Level.DISTRICT: _("Desa dan kelurahan"),
}


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Villages by name. Where only one is called so, its page opens at once."""
    form = VillageForm(request.GET)
    text = form.cleaned_data["desa"] if form.is_valid() else ""
    villages, more = villages_named(text)
    only = None if more else only_one(villages, text)
    if only:
        return cacheable(redirect("public:area", code=only.code))
    short = len(plain(text)) < SHORTEST
    return page(request, "public/find.html", {"text": text, "villages": villages, "more": more, "short": short})


def _above(area: Area) -> list[Area]:
    """The areas above, the nearest first, up to the installation's root."""
    return list(Area.objects.current().filter(code__in=ancestors(area.code)[1:]).order_by("-level"))


def current_groups() -> Any:
    return Group.objects.current().order_by("name", "pk")


def _children(area: Area) -> list[Area]:
    """What lies directly below: a village with its groups, a district with the number of its villages."""
    rows = area.children.current().order_by("code")
    if area.level == Level.DISTRICT:
        rows = rows.prefetch_related(Prefetch("groups", queryset=current_groups()))
    if area.level == Level.REGENCY:
        rows = rows.annotate(villages=Count("children", filter=Q(children__valid_until=None)))
    return list(rows)


def _groups(village: Area) -> list[Group]:
    """The KIM that serve this village, each with the villages it serves."""
    return list(current_groups().filter(areas=village).prefetch_related("areas"))


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    area = get_object_or_404(Area.objects.current().select_related("parent"), code=code)
    cursor = request.GET.get("sebelum", "")
    try:
        rows, older = releases.newest(area=code, cursor=cursor, size=RELEASES)
    except releases.BadCursor:
        raise Http404 from None
    village = area.level == Level.VILLAGE
    states = reach.in_village(area, [release.pk for release in rows]) if village else {}
    context = {
        "area": area,
        "village": village,
        "district": area.level == Level.DISTRICT,
        "above": _above(area),
        "releases": [(release, states.get(release.pk, "")) for release in rows],
        "cursor": cursor,
        "older": following(sebelum=older),
        "groups": _groups(area) if village else [],
        "voices": shown(answered_in(area, VOICES)),
        "children": [] if village else _children(area),
        "below": BELOW.get(Level(area.level), ""),
    }
    return page(request, "public/area.html", context)
