"""The first page of the workroom: what waits for this person, by what the person may do."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jembatan.areas.clock import site_zone
from jembatan.desk.access import StaffRequest, for_one_person
from jembatan.desk.holidays.overview import unknown
from jembatan.desk.messages import overview as messages
from jembatan.desk.messages import pausing
from jembatan.desk.reach import overview
from jembatan.desk.voices import home as voices
from jembatan.people.permissions import anywhere
from jembatan.people.roles import Permission as P

# What the page shows to whom, in the order of the page. A later part is left out where `unless` is held as well.
PARTS: list[tuple[str, P, P | None, Callable[[StaffRequest], Any]]] = [
    ("first_steps", P.MANAGE_PEOPLE, None, overview.first_steps),
    ("years", P.MANAGE_SETTINGS, None, unknown),
    ("alarms", P.SEE_DELIVERIES, None, messages.alarms),
    ("paused", P.SEE_DELIVERIES, None, pausing.paused),
    ("dead_letters", P.SEE_DELIVERIES, None, messages.dead_letters),
    ("voices", P.VERIFY_VOICES, None, voices.voices),
    ("answers", P.ANSWER_VOICES, P.VERIFY_VOICES, voices.voices),
    ("unsealings", P.UNSEAL_VOICES, None, voices.unsealings),
    ("reviews", P.REVIEW_RELEASES, None, overview.reviews),
    ("questions", P.ANSWER_QUESTIONS, None, overview.questions),
    ("releases", P.READ_RELEASES, None, overview.releases),
    ("villages", P.LOOK_AFTER_RELAYS, P.READ_RELEASES, overview.villages),
    ("drafts", P.WRITE_RELEASES, None, overview.drafts),
    ("figures", P.READ_INSIGHTS, P.LOOK_AFTER_RELAYS, overview.figures),
]


@for_one_person
@require_safe
def home(request: Any) -> HttpResponse:
    """Open to everyone who is signed in: signing in leads here, and who has no role yet is told so."""
    request.permitted = anywhere(request.user)
    with timezone.override(site_zone()):
        return render(request, "desk/home.html", _parts(request))


def _parts(request: StaffRequest) -> dict[str, Any]:
    held = request.permitted
    parts = {name: ask(request) for name, needs, unless, ask in PARTS if needs in held and unless not in held}
    return {**parts, "may_write": P.WRITE_RELEASES in held, "may_relay": P.RELAY in held, "no_role": not held}
