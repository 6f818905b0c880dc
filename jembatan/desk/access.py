"""Loading and permission are one step: what a person may not see is a 404, and who is not signed in signs in first."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from jembatan.people.models import Person
from jembatan.people.permissions import Placed, anywhere, may
from jembatan.people.roles import Permission

M = TypeVar("M", bound=Model)
View = Callable[..., HttpResponse]


class StaffRequest(HttpRequest):
    """A request of somebody signed in."""

    user: Person  # type: ignore[assignment]
    permitted: frozenset[Permission]  # somewhere, for the page to show or leave out


def for_one_person(view: View) -> View:
    """Signed in, and no copy kept anywhere: somebody else presses Back on the same machine after signing out."""

    @wraps(view)
    def wrapper(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return login_required(wrapper)


def staff(*any_of: Permission) -> Callable[[View], View]:
    """The page is for people who hold one of these permissions somewhere; for others it is not there."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            request.permitted = anywhere(request.user)
            if not request.permitted & set(any_of):
                raise Http404
            return view(request, *args, **kwargs)

        return for_one_person(wrapper)

    return decorate


def load(request: HttpRequest, rows: "QuerySet[M]", permission: Permission, **lookup: Any) -> M:
    """The one row, if this person may do `permission` to it; else 404. `rows` select what `territory()` reads."""
    thing = get_object_or_404(rows, **lookup)
    require(request, permission, on=thing)  # type: ignore[arg-type]
    return thing


def require(request: HttpRequest, permission: Permission, *, on: Placed) -> None:
    if not may(request.user, permission, on=on):  # type: ignore[arg-type]
        raise Http404
