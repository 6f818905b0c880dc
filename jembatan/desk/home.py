"""The first page of the workroom: what waits for this person, by what the person may do."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from jembatan.desk.access import StaffRequest
from jembatan.desk.reach import overview
from jembatan.desk.reach.loading import page
from jembatan.people.roles import Permission as P

# What the page shows to whom, in the order of the page. A later part is left out where `unless` is held as well.
PARTS: list[tuple[str, P, P | None, Callable[[StaffRequest], Any]]] = [
    ("first_steps", P.MANAGE_PEOPLE, None, overview.first_steps),
    ("reviews", P.REVIEW_RELEASES, None, overview.reviews),
    ("questions", P.ANSWER_QUESTIONS, None, overview.questions),
    ("releases", P.READ_RELEASES, None, overview.releases),
    ("villages", P.LOOK_AFTER_RELAYS, P.READ_RELEASES, overview.villages),
    ("drafts", P.WRITE_RELEASES, None, overview.drafts),
    ("figures", P.READ_INSIGHTS, P.LOOK_AFTER_RELAYS, overview.figures),
]


@page(*P)
def home(request: StaffRequest) -> HttpResponse:
    parts = {
        name: ask(request)
        for name, needs, unless, ask in PARTS
        if needs in request.permitted and unless not in request.permitted
    }
    context = {**parts, "may_write": P.WRITE_RELEASES in request.permitted, "may_relay": P.RELAY in request.permitted}
    return render(request, "desk/home.html", context)
