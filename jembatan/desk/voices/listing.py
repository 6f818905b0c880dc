"""The inbox: the most urgent first, the days that are left, and a way on that counts nothing."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from jembatan.desk.access import StaffRequest
from jembatan.desk.voices.filters import NEWEST_FIRST, TABS, Filter
from jembatan.desk.voices.loading import HANDLING, page
from jembatan.desk.voices.words import Left, calendar_for, left, owed, village
from jembatan.people.roles import Permission
from jembatan.voices.models import Voice

PAGE = 20
SHORT = 140  # characters of a row
_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2}|0)_(\d{1,18})", re.ASCII)
ROWS = Voice.objects.select_related("area__parent", "office", "topic", "assigned").defer("search", "words", "text")


@dataclass(frozen=True, slots=True)
class Row:
    voice: Voice
    words: str
    place: str
    left: Left
    owed: str


@page(*HANDLING)
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    form = Filter(request.GET, person=request.user)
    mine = ROWS.all().visible_to(request.user)  # type: ignore[attr-defined]
    if (code := form.code()) and mine.filter(code=code).exists():
        return redirect("desk:voice", code)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "tindakan"
    found, after = _page(form.narrow(mine), tab, request.GET.get("sesudah", ""))
    context: dict[str, Any] = {
        "form": form,
        "filtered": bool(form.said),
        "tabs": _tabs(request, tab, form.query()),
        "tab": tab,
        "rows": rows_of(found),
        "next_url": f"?tab={tab}{form.query()}&sesudah={after}" if after else "",
        "first_url": f"?tab={tab}{form.query()}" if request.GET.get("sesudah") else "",
    }
    return render(request, "desk/voices/list.html", context)


def rows_of(found: list[Voice]) -> list[Row]:
    """One query, whatever the number."""
    calendar = calendar_for(found)
    return [
        Row(one, Truncator(one.original).chars(SHORT), village(one.area), left(one, calendar), owed(one))
        for one in found
    ]


def _tabs(request: StaffRequest, now: str, query: str) -> list[dict[str, Any]]:
    """What perhaps is spam is for those who let it in."""
    url, desk = reverse("desk:voices"), Permission.VERIFY_VOICES in request.permitted
    shown = [name for name in TABS if name != "saring" or desk or now == "saring"]
    return [{"label": TABS[name][0], "url": f"{url}?tab={name}{query}", "active": name == now} for name in shown]


def _page(rows: QuerySet[Voice], tab: str, cursor: str) -> tuple[list[Voice], str]:
    """A page, and the cursor of the next one ("" on the last). A cursor that is none begins anew."""
    rows = rows.filter(state__in=TABS[tab][1])
    newest = tab in NEWEST_FIRST
    rows = rows.order_by("-pk") if newest else rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    if found := _CURSOR.fullmatch(cursor):
        rows = rows.filter(_after(found[1], int(found[2]), newest))
    shown = list(rows[: PAGE + 1])
    return shown[:PAGE], _cursor(shown[PAGE - 1]) if len(shown) > PAGE else ""


def _after(due: str, pk: int, newest: bool) -> Q:
    if newest:
        return Q(pk__lt=pk)
    if due == "0":
        return Q(due_on=None, pk__gt=pk)
    try:
        last = date.fromisoformat(due)
    except ValueError:
        return Q()
    return Q(due_on__gt=last) | Q(due_on=last, pk__gt=pk) | Q(due_on=None)


def _cursor(last: Voice) -> str:
    return f"{last.due_on.isoformat() if last.due_on else 0}_{last.pk}"
