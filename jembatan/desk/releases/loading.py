"""Every page about one release: loaded with its permission, its times in the zone of its area."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.areas.settings import zone
from jembatan.desk.access import StaffRequest, load, staff
from jembatan.people.roles import Permission
from jembatan.releases.models import Release

View = Callable[..., HttpResponse]


def release_page(permission: Permission) -> Callable[[View], View]:
    """The view gets `(request, release)`; who may not do `permission` to the release gets a 404."""

    def decorate(view: View) -> View:
        @staff(permission)
        @wraps(view)
        def wrapper(request: StaffRequest, pk: int, **kwargs: Any) -> HttpResponse:
            rows = Release.objects.select_related("area", "office", "current", "published", "created_by")
            release = load(request, rows, permission, pk=pk)
            with timezone.override(zone(release.area)):
                return view(request, release, **kwargs)

        return wrapper

    return decorate


def crumbs(release: Release | None, here: str) -> list[dict[str, str]]:
    """The way back: the list, the release where the page is about one, this page."""
    way = [{"label": _("Rilis"), "url": reverse("desk:releases")}]
    if release:
        way.append(
            {"label": Truncator(release.text.title).chars(24), "url": reverse("desk:release", args=[release.pk])}
        )
    return [*way, {"label": here, "url": ""}]


def desk_page(*any_of: Permission) -> Callable[[View], View]:
    """A page about no single release, in the zone of the installation's root."""

    def decorate(view: View) -> View:
        @staff(*any_of)
        @wraps(view)
        def wrapper(request: StaffRequest, **kwargs: Any) -> HttpResponse:
            with timezone.override(zone(Area.objects.root())):
                return view(request, **kwargs)

        return wrapper

    return decorate
