"""What every citizens' page is: the same for everyone, so that anybody may keep a copy for a minute."""

from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from jembatan.areas.clock import site_zone

R = TypeVar("R", bound=HttpResponseBase)
SECONDS = 60  # how long a copy may be shown; a withdrawal is seen everywhere after that


def prefix() -> str:
    """What stands before a path in the language of the page: nothing, or `/en`."""
    return reverse("public:home").rstrip("/")


def cacheable(response: R) -> R:
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """Render a page with no person's state in it: no session, no CSRF token, no sign of who is signed in."""
    with timezone.override(site_zone()):
        response = render(request, template, {"prefix": prefix(), **(context or {})}, status=status)
    return cacheable(response)
