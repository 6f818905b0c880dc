"""The inbox: what the office told a volunteer, the newest first: requests, answers, withdrawals, each with its link."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jembatan.areas.clock import site_zone
from jembatan.messages.actions import look_into_inbox
from jembatan.relays.links import token
from jembatan.relays.models import Asking, Question
from jembatan.volunteer.access import private
from jembatan.volunteer.waiting import askings_for, withdrawn

PAGE = 20
KINDS = ("asked", "answered", "withdrawn")
TIMES = ("at", "answered_at", "relay__release__withdrawn_at")
_CURSOR = re.compile(r"(\d{1,17})-([0-2])-(\d{1,18})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an entry stands in the list: among those of the same moment, by kind and key."""

    at: datetime
    kind: int
    pk: int

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """`1763000000000000-1-42`; None for anything else, which is the first page."""
        found = _CURSOR.fullmatch(text)
        return cls(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]), int(found[3])) if found else None

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.kind}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Entry:
    place: Place
    kind: str
    token: str
    about: Asking | Question

    @property
    def at(self) -> datetime:
        return self.place.at


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        look_into_inbox(person=request.user)
    found = entries(askings_for(request), Place.parse(request.GET.get("sebelum", "")))
    context = {
        "entries": found[:PAGE],
        "next_url": f"?sebelum={found[PAGE - 1].place}" if len(found) > PAGE else "",
        "first_page": "sebelum" not in request.GET,
    }
    with timezone.override(site_zone()):
        return private(render(request, "volunteer/inbox.html", context))


def entries(askings: QuerySet[Asking], before: Place | None) -> list[Entry]:
    """A page and one more, out of three lists that are each in the same order: three queries."""
    lists: list[QuerySet[Any]] = [askings, answers(askings), withdrawn(askings)]
    found = [entry for kind, rows in enumerate(lists) for entry in _part(rows, kind, before)]
    return sorted(found, key=lambda entry: entry.place, reverse=True)[: PAGE + 1]


def answers(askings: QuerySet[Asking]) -> QuerySet[Question]:
    """What was answered of what these people asked about these relays, the latest first."""
    asked = askings.filter(relay=OuterRef("relay"), person=OuterRef("by"))
    rows = Question.objects.filter(Exists(asked), answered_at__isnull=False).order_by("-answered_at", "-pk")
    return rows.select_related("relay__area", "relay__release__published")


def _part(rows: QuerySet[Any], kind: int, before: Place | None) -> list[Entry]:
    field = TIMES[kind]
    rows = rows.order_by(f"-{field}", "-pk").defer("relay__release__published__body")
    if before:
        rows = rows.filter(_older(field, kind, before))
    return [_entry(row, kind) for row in rows[: PAGE + 1]]


def _older(field: str, kind: int, before: Place) -> Q:
    """Of the same moment come first those of a later kind, then those with a larger key."""
    older, same = Q(**{f"{field}__lt": before.at}), Q(**{field: before.at})
    if kind == before.kind:
        same &= Q(pk__lt=before.pk)
    return older | same if kind <= before.kind else older


def _entry(row: Any, kind: int) -> Entry:
    at = attrgetter(TIMES[kind].replace("__", "."))(row)
    person = row.by_id if kind == KINDS.index("answered") else row.person_id
    return Entry(Place(at, kind, row.pk), KINDS[kind], token(row.relay_id, person), row)
