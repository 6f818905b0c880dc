"""What every page about reach begins with: the clock of the area, the release, and the part of it that one may see."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from jembatan.areas.clock import site_zone
from jembatan.areas.models import covers
from jembatan.desk.access import StaffRequest, load, staff
from jembatan.desk.reach.territory import code_in
from jembatan.people.permissions import Territory, grants_for, may
from jembatan.people.roles import Permission
from jembatan.relays.board import common_code
from jembatan.relays.models import Relay
from jembatan.releases.models import Release

View = Callable[..., HttpResponseBase]
RELEASES = Release.objects.public().select_related("area", "office", "published")
RELAYS = Relay.objects.select_related("area__parent", "group", "release__area", "release__office", "release__published")


def page(*any_of: Permission) -> Callable[[View], View]:
    """The view is for people who hold one of these somewhere, and shows times by the clock of this installation."""

    def decorate(view: View) -> View:
        @staff(*any_of)
        @wraps(view)
        def wrapper(request: StaffRequest, *args: Any, **kwargs: Any) -> Any:
            with timezone.override(site_zone()):
                return view(request, *args, **kwargs)

        return wrapper

    return decorate


def whole_release(request: StaffRequest, pk: int, permission: Permission) -> Release:
    """The published (or withdrawn) release, for those who may do this to all of it; else 404."""
    return load(request, RELEASES.all(), permission, pk=pk)


def one_relay(request: StaffRequest, pk: int, permission: Permission) -> Relay:
    return load(request, RELAYS.all(), permission, pk=pk)


def part_of_release(request: StaffRequest, pk: int, permission: Permission) -> tuple[Release, str]:
    """The release, and the subtree to look at: `?wilayah=`, else all of the target that this person may see.

    A coordinator's part of a release for the whole regency is the district. 404 when there is no such part.
    """
    release = get_object_or_404(RELEASES.all(), pk=pk)
    code = code_in(request, "wilayah") or _widest(request, release, permission)
    if not may(request.user, permission, on=Territory(code, office=release.office_id)):
        raise Http404
    return release, code


def _widest(request: StaffRequest, release: Release, permission: Permission) -> str:
    whole = common_code(release.text.targets)
    grants = grants_for(request.user, permission)
    if any(covers(grant.area.code, whole) for grant in grants):
        return whole
    return min((grant.area.code for grant in grants if covers(whole, grant.area.code)), default=whole)


def back(request: StaffRequest, relay: Relay) -> HttpResponse:
    """To the page that the button stood on (its `next`), else to the history of the relay."""
    url = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return redirect(url) if ours else redirect("desk:relay_history", relay.pk)
