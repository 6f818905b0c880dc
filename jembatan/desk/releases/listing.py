"""The list of releases: a tab for each state, newest first, and the alerts that wait for a second person."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jembatan.desk.access import StaffRequest
from jembatan.desk.releases.loading import desk_page
from jembatan.durations import time_left
from jembatan.people.permissions import within
from jembatan.people.roles import Permission
from jembatan.relays.counts import Counts, counts
from jembatan.releases.models import Release, ReleaseQuerySet
from jembatan.releases.workflow import State

PAGE = 20
TABS = {
    "draf": State.DRAFT,
    "ditinjau": State.IN_REVIEW,
    "disetujui": State.APPROVED,
    "terbit": State.PUBLISHED,
    "ditarik": State.WITHDRAWN,
}
_TOLD = {State.PUBLISHED, State.WITHDRAWN}
_CURSOR = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@desk_page(Permission.READ_RELEASES)
def releases(request: StaffRequest) -> HttpResponse:
    mine = Release.objects.visible_to(request.user)
    tab = request.GET.get("status") or _first_tab(mine, request.permitted)
    state = TABS.get(tab, State.DRAFT)
    rows, after = _page(mine.filter(state=state), state, request.GET.get("setelah", ""))
    return render(
        request,
        "desk/releases/list.html",
        {
            "tabs": _tabs(state),
            "state": state,
            "rows": _with_reach(rows),
            "next_url": f"?status={tab}&setelah={after}" if after else "",
            "waiting": _waiting(request),
            "may_write": Permission.WRITE_RELEASES in request.permitted,
        },
    )


def _tabs(state: State) -> list[dict[str, Any]]:
    url = reverse("desk:releases")
    return [{"label": s.label, "url": f"{url}?status={name}", "active": s == state} for name, s in TABS.items()]


def _first_tab(mine: ReleaseQuerySet, permitted: frozenset[Permission]) -> str:
    """What waits for this person, else what was published. One query."""
    wanted = ["ditinjau", "draf"] if Permission.REVIEW_RELEASES in permitted else ["draf", "ditinjau"]
    waiting = set(mine.filter(state__in=[TABS[tab] for tab in wanted]).values_list("state", flat=True).distinct())
    return next((tab for tab in wanted if TABS[tab] in waiting), "terbit")


def _page(rows: ReleaseQuerySet, state: State, cursor: str) -> tuple[list[Release], str]:
    """A page of releases, and the cursor of the next one ("" on the last). A cursor that is none begins anew."""
    order = ("-published_at", "-pk") if state in _TOLD else ("-pk",)
    rows = rows.select_related("area", "office", "current", "published", "created_by").order_by(*order)
    rows = rows.defer("current__body", "published__body").marking_returned()
    if found := _CURSOR.fullmatch(cursor):
        rows = rows.filter(_older(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]), state))
    page = list(rows[: PAGE + 1])
    return page[:PAGE], _cursor(page[PAGE - 1]) if len(page) > PAGE else ""


def _older(at: datetime, pk: int, state: State) -> Q:
    if state not in _TOLD:
        return Q(pk__lt=pk)
    return Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk)


def _cursor(last: Release) -> str:
    return f"{((last.published_at or _EPOCH) - _EPOCH) // timedelta(microseconds=1)}-{last.pk}"


def _with_reach(rows: list[Release]) -> list[dict[str, Any]]:
    found = counts(row.pk for row in rows if row.state in _TOLD)
    return [
        {"release": row, "text": row.text, "reached": one.reached, "villages": one.villages}
        for row in rows
        for one in [found.get(row.pk, Counts())]
    ]


def _waiting(request: StaffRequest) -> list[dict[str, Any]]:
    """Alerts that one person published alone, for those who may look at them; the most urgent first."""
    may_review = within(request.user, Permission.REVIEW_RELEASES, code="area__code", office="office_id")
    rows = Release.objects.filter(may_review, state=State.PUBLISHED, second_look_by__isnull=False)
    rows = rows.select_related("published").order_by("second_look_by")
    return [{"release": row, "text": row.text, "left": time_left(row.second_look_by)} for row in rows[:PAGE]]
