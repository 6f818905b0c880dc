"""What every template knows: whose site this is, who is signed in, and the page in the other language."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from jembatan.accounts.menu import menu
from jembatan.areas.models import Area, Setting

SECONDS = 30  # how long the root area is remembered


def _known() -> dict[str, Any]:
    """The root area and whether this is a demo. No words: those depend on the reader's language."""
    known: dict[str, Any] | None = cache.get("site")
    if known is None:
        root = Area.objects.current().filter(parent=None).first()
        known = {"root": root, "demo": Setting.objects.filter(area=root, name="demo").exists()}
        cache.set("site", known, SECONDS)
    return known


def _site() -> dict[str, Any]:
    """Name and demo mark of this installation; the product's own name before `jembatan init`."""
    known = _known()
    root: Area | None = known["root"]
    name, code = (root.title, root.code) if root else ("Jembatan", "")
    return {"name": name, "code": code, "demo": known["demo"], "product": "Jembatan"}


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    now, path = get_language(), request.get_full_path()
    return [
        {"code": code, "label": label, "url": translate_url(path, code), "active": code == now}
        for code, label in settings.LANGUAGES
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    """`person` and `desk_menu` are asked for only by the pages that show them: public pages stay cacheable."""
    return {
        "site": SimpleLazyObject(_site),
        "base_url": settings.BASE_URL,
        "person": SimpleLazyObject(lambda: request.user if request.user.is_authenticated else None),
        "desk_menu": SimpleLazyObject(lambda: menu(request)),
        "language_urls": SimpleLazyObject(lambda: _languages(request)),
    }
