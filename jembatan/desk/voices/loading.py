"""Every page about voices: what somebody may not handle is a 404; times by the clock of this installation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from jembatan.areas.clock import site_zone
from jembatan.desk.access import StaffRequest, for_one_person, staff
from jembatan.people.roles import Permission
from jembatan.voices.models import Voice

View = Callable[..., HttpResponseBase]
HANDLING = (Permission.VERIFY_VOICES, Permission.ANSWER_VOICES)
ROWS = Voice.objects.select_related(
    "area__parent", "office__area", "topic", "assigned", "merged_into", "about_office", "paper__taken_by"
).defer("search", "words")


def page(*any_of: Permission) -> Callable[[View], View]:
    """The view is for people who hold one of these somewhere."""

    def decorate(view: View) -> View:
        @staff(*any_of)
        @wraps(view)
        def wrapper(request: StaffRequest, **kwargs: Any) -> Any:
            with timezone.override(site_zone()):
                return view(request, **kwargs)

        return wrapper

    return decorate


def voice_page(view: View) -> View:
    """The view gets `(request, voice)`. Open to whoever may handle it: one who is named needs no role."""

    @for_one_person
    @wraps(view)
    def wrapper(request: Any, code: str, **kwargs: Any) -> HttpResponse:
        voice = one(request, code)
        with timezone.override(site_zone()):
            return view(request, voice, **kwargs)  # type: ignore[return-value]

    return wrapper


def one(request: StaffRequest, code: str) -> Voice:
    return get_object_or_404(ROWS.all().visible_to(request.user), code=code)  # type: ignore[attr-defined,no-any-return]
