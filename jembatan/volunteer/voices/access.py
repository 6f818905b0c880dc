"""Opening a volunteer's own link for voices: loading and permission are one step. This device remembers it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jembatan.people.models import Person
from jembatan.voices import paper_links
from jembatan.volunteer.access import no_longer, private
from jembatan.volunteer.device import AGE, PAPER


def own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the volunteer behind the link, and the link."""

    @wraps(view)
    def wrapper(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        person = paper_links.behind(token)
        if person is None:
            return private(no_longer(request, genuine=paper_links.is_ours(token)))
        response = view(request, person, token, *args, **kwargs)
        response.set_signed_cookie(
            PAPER, token, salt=PAPER, max_age=AGE, httponly=True, secure=settings.SECURE, samesite="Lax"
        )
        return private(response)

    return wrapper


def link_here(request: HttpRequest) -> Person | None:
    """The volunteer whose link was opened on this device, or who is signed in."""
    if request.user.is_authenticated and (mine := paper_links.behind(paper_links.token(request.user.pk))):
        return mine
    known = request.get_signed_cookie(PAPER, default="", salt=PAPER, max_age=AGE)
    return paper_links.behind(known) if known else None
