"""The list of what citizens said, as far as everyone may see it."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from jembatan.areas.models import Area
from jembatan.people.models import Office
from jembatan.public.listening.asking import STATES, Asked
from jembatan.public.listening.showing import shown
from jembatan.public.page import SECONDS, page
from jembatan.voices import league
from jembatan.voices.models import Kind, Topic
from jembatan.voices.public import PAGE

MOST = 200  # offices and areas to choose from


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    found = asked.found(PAGE)
    query = f"?{urlencode(asked.narrowing)}" if asked.narrowing else ""
    context = {
        "asked": asked,
        "voices": shown(found.voices),
        "found": found,
        "cursor": asked.cursor,
        "first": f"{request.path}{query}",
        "older": asked.query(found.next),
        "machines": query,
        "chosen_office": str(asked.said["kantor"] or ""),
        "choices": _choices(asked),
        "league": league.open_now(),
    }
    return page(request, "public/listening/list.html", context)


def _choices(asked: Asked) -> dict[str, Any]:
    """What the list can be narrowed to. An area that was asked for stays among them however deep it lies."""
    offered: dict[str, Any] = cache.get_or_set("voices-choices", _offered, SECONDS) or {}
    areas = [(one.code, one.title) for one in offered["areas"]]  # the kind of an area is said in the reader's language
    if asked.area and asked.area.parent_id and asked.area.code not in dict(areas):
        areas.insert(0, (asked.area.code, asked.area.title))
    return offered | {"areas": areas, "states": STATES, "kinds": Kind.choices}


def _offered() -> dict[str, Any]:
    return {
        "areas": list(Area.objects.root().children.current().order_by("name")[:MOST]),
        "topics": list(Topic.objects.filter(ended=False).order_by("name").values_list("code", "name")[:MOST]),
        "offices": [(str(one.pk), str(one)) for one in Office.objects.current().order_by("short_name")[:MOST]],
    }
