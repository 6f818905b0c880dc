"""Opening a personal link: loading and permission are one step. What no longer works says so, and what to do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from jembatan.relays.links import asking_behind, pair_behind
from jembatan.relays.models import Asking
from jembatan.volunteer import device


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the Asking behind the link in place of its token."""

    @wraps(view)
    def wrapper(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        asking = asking_behind(token)
        if asking is None:
            return private(_no_longer(request, token))
        response = view(request, asking, *args, **kwargs)
        device.remember(request, response, token)
        return private(response)

    return wrapper


def _no_longer(request: HttpRequest, token: str) -> HttpResponse:
    if (pair := pair_behind(token)) is None:
        return no_longer(request)
    asking = Asking.objects.filter(relay=pair[0], person=pair[1])
    return no_longer(request, genuine=True, revoked=asking.filter(revoked_at__isnull=False).exists())


def no_longer(request: HttpRequest, *, genuine: bool = False, revoked: bool = False) -> HttpResponse:
    """410 for a link that was good once, 404 for one that never was."""
    context = {"genuine": genuine, "revoked": revoked}
    return render(request, "volunteer/no_longer.html", context, status=410 if genuine else 404)


def private(response: HttpResponse) -> HttpResponse:
    """For one person only: into no cache unless the view says how long, not into search engines."""
    how: dict[str, Any] = {} if response.has_header("Cache-Control") else {"no_store": True}
    patch_cache_control(response, private=True, **how)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
