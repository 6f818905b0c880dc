"""One phone screen for the regent, and two taps from each number to its rows. No names of people anywhere."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jembatan.areas.clock import today
from jembatan.desk.access import StaffRequest
from jembatan.desk.reach.loading import page
from jembatan.desk.reach.territory import code_in, codes_of
from jembatan.insights import thirty_seconds
from jembatan.people.roles import Permission
from jembatan.voices.models import Kind, Topic
from jembatan.voices.models.voice import PUBLIC
from jembatan.voices.workflow import State

PAGE = 50


@page(Permission.READ_INSIGHTS)
@require_safe
def screen(request: StaffRequest) -> HttpResponse:
    codes = codes_of(request, Permission.READ_INSIGHTS)
    return render(request, "desk/executive/screen.html", {"screen": thirty_seconds.screen(codes), "today": today()})


@page(Permission.READ_INSIGHTS)
@require_safe
def villages(request: StaffRequest) -> HttpResponse:
    codes = codes_of(request, Permission.READ_INSIGHTS)
    rows = thirty_seconds.late_villages(codes, after=code_in(request, "sesudah"), size=PAGE + 1)
    names = ("code", "name", "title", "release", "deadline")
    return _listed(request, "villages", rows, names, lambda row: str(row["code"]))


@page(Permission.READ_INSIGHTS)
@require_safe
def answers(request: StaffRequest) -> HttpResponse:
    codes = codes_of(request, Permission.READ_INSIGHTS)
    rows = thirty_seconds.late_answers(codes, after=_place(request.GET.get("sesudah", "")), size=PAGE + 1)
    rows = [(*row[:2], Kind(row[2]).label, *row[3:6], row[6] in PUBLIC) for row in rows]
    names = ("id", "code", "kind", "due_on", "topic", "office", "public")
    return _listed(request, "answers", rows, names, lambda row: f"{row['due_on'].isoformat()}_{row['id']}")


@page(Permission.READ_INSIGHTS)
@require_safe
def topic(request: StaffRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Topic, code=code)
    codes, before = codes_of(request, Permission.READ_INSIGHTS), request.GET.get("sesudah", "0")
    if not before.isdecimal():
        raise Http404
    rows = thirty_seconds.of_topic(codes, code, before=int(before[:18]), size=PAGE + 1)
    rows = [(*row[:3], State(row[3]).label, row[4] in PUBLIC) for row in rows]
    names = ("id", "code", "area", "state", "public")
    return _listed(request, "topic", rows, names, lambda row: str(row["id"]), topic=found)


def _listed(
    request: StaffRequest, name: str, rows: Sequence[tuple[Any, ...]], names: Sequence[str], place: Any, **more: Any
) -> HttpResponse:
    """A page of rows, and the way to the next one."""
    shown = [dict(zip(names, row, strict=True)) for row in rows[:PAGE]]
    following = f"?sesudah={place(shown[-1])}" if len(rows) > PAGE else ""
    return render(request, f"desk/executive/{name}.html", {"rows": shown, "next_url": following, **more})


def _place(text: str) -> tuple[date, int]:
    """Where the page before ended. 404 for what is none."""
    if not text:
        return date.min, 0
    day, _, pk = text.partition("_")
    try:
        return date.fromisoformat(day), int(pk[:18])
    except ValueError:
        raise Http404 from None
