"""What did not arrive: by dispatch and cause, the newest dispatch first; and everything that was sent."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jembatan.desk.access import StaffRequest
from jembatan.desk.messages import pausing, words
from jembatan.desk.messages.loading import dispatches
from jembatan.desk.reach.loading import page
from jembatan.messages import piles, queries
from jembatan.messages.models import Dispatch, DispatchQuerySet
from jembatan.messages.piles import MOST, Pile
from jembatan.messages.workflow import State
from jembatan.people.roles import Permission

PAGE = 20
DAYS = 7  # of messages to one person
FEW = 5  # piles of one dispatch in the list; the rest on its own page
TABS: dict[str, State | None] = {"gagal": State.FAILED, "tidak-pasti": State.UNCERTAIN, "semua": None}


@dataclass(frozen=True, slots=True)
class Row:
    """A dispatch, and its piles in words: (pile, channel, cause)."""

    dispatch: Dispatch
    kind: str
    title: str
    piles: list[tuple[Pile, str, str]]
    rest: int = 0  # piles that are not shown


@page(Permission.SEE_DELIVERIES)
@require_safe
def dead_letters(request: StaffRequest) -> HttpResponse:
    mine = dispatches(request)
    counts = piles.waiting(mine)
    tab = _tab(request, counts)
    state = TABS[tab]
    found = _page(mine, state, request.GET.get("sebelum", ""))
    context: dict[str, Any] = {
        "tabs": _tabs(tab, counts),
        "channels": pausing.all_channels(),
        "state": state,
        "may_decide": Permission.DECIDE_DELIVERIES in request.permitted,
        "rows": rows(found[:PAGE], state),
        "singles": [] if state else singles(mine),
        "stuck": queries.alarms(mine).values_list("dispatch_id", flat=True).first(),
        "first_page": "sebelum" not in request.GET,
        "next_url": f"?tampil={tab}&sebelum={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "here": f"?tampil={tab}",
    }
    return render(request, "desk/messages/list.html", context)


def _tab(request: StaffRequest, counts: dict[State, int]) -> str:
    """The one asked for, else what failed, else what is uncertain."""
    asked = request.GET.get("tampil", "")
    first = "tidak-pasti" if counts[State.UNCERTAIN] and not counts[State.FAILED] else "gagal"
    return asked if asked in TABS else first


def _tabs(now: str, counts: dict[State, int]) -> list[dict[str, Any]]:
    labels = {"gagal": _("Gagal"), "tidak-pasti": _("Tidak pasti"), "semua": _("Semua pengiriman")}
    url = reverse("desk:messages")
    return [
        {"label": labels[tab], "url": f"{url}?tampil={tab}", "active": tab == now, "count": few(state, counts)}
        for tab, state in TABS.items()
    ]


def few(state: State | None, counts: dict[State, int]) -> str | None:
    """`7`, `100+`; nothing for no state and for none."""
    n = counts[state] if state else 0
    return None if not n else f"{MOST}+" if n > MOST else str(n)


def _page(mine: DispatchQuerySet, state: State | None, before: str) -> list[Dispatch]:
    found = piles.having(state, mine) if state else mine.exclude(kind__in=words.SINGLES).order_by("-pk")
    if before.isascii() and before.isdecimal() and len(before) <= 18:
        found = found.filter(pk__lt=int(before))
    return list(found[: PAGE + 1])


def singles(mine: DispatchQuerySet) -> list[tuple[str, str]]:
    """Messages to one person each, by kind: how many of the last days, counted up to a limit. One query."""
    lately = mine.filter(created_at__gt=timezone.now() - timedelta(days=DAYS)).order_by()
    first, *others = [lately.filter(kind=kind).values_list("kind")[: MOST + 1] for kind in words.SINGLES]
    counts = Counter(kind for (kind,) in first.union(*others, all=True))
    return [(words.kind_named(kind), f"{MOST}+" if n > MOST else str(n)) for kind, n in counts.most_common()]


def rows(found: list[Dispatch], state: State | None) -> list[Row]:
    """Two queries, whatever the number."""
    titles = words.titles(found)
    by_dispatch = piles.of_dispatches(state, [one.pk for one in found]) if state else {}
    return [_row(one, words.title(one, titles), by_dispatch.get(one.pk, [])) for one in found]


def _row(one: Dispatch, title: str, lying: list[Pile]) -> Row:
    return Row(one, words.kind(one), title, in_words(lying[:FEW]), max(0, len(lying) - FEW))


def in_words(lying: list[Pile]) -> list[tuple[Pile, str, str]]:
    return [(pile, words.channel(pile.channel), words.cause(pile.reason)) for pile in lying]
