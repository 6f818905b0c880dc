"""The board of a release: how far it came, where it stopped, and who needs somebody first."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jembatan.areas.models import Area, Level, level_of
from jembatan.desk.access import StaffRequest
from jembatan.desk.messages.loading import may_look
from jembatan.desk.reach import drawing
from jembatan.desk.reach.folds import folds
from jembatan.desk.reach.loading import page, part_of_release, whole_release
from jembatan.desk.reach.undelivered import alarm_of
from jembatan.durations import crossed, time_left
from jembatan.people.permissions import Territory, may
from jembatan.people.roles import Permission
from jembatan.relays import board as boards
from jembatan.relays import queries
from jembatan.relays.models import Relay
from jembatan.relays.queries import Reach, Unit
from jembatan.relays.reminders import remind_silent, was_reminded
from jembatan.releases.models import Release
from jembatan.releases.workflow import Refused, State

ALL = 400  # villages that a page shows whole; more are shown by pages
PAGE = 60


@dataclass(frozen=True, slots=True)
class Fares:
    """A row of the table: an area, and how long until half of its villages had it, in words."""

    unit: Unit
    half: str


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a release that the page is about, what it adds up to, and the areas by which it is grouped."""

    release: Release
    code: str
    reach: Reach
    level: Level
    units: list[Unit]

    @classmethod
    def of(cls, release: Release, code: str) -> "Part":
        found = queries.reach(release, under=code)
        if not found.villages:
            raise Http404
        level = boards.board_level(found.villages, code)
        return cls(release, code, found, level, queries.units(release, level, under=code))


@page(Permission.READ_REACH)
@require_safe
def board(request: StaffRequest, pk: int) -> HttpResponse:
    part = Part.of(*part_of_release(request, pk, Permission.READ_REACH))
    context = {
        "release": part.release,
        "reach": part.reach,
        "tabs": tabs(request, part.release, part.code, "reach_board"),
        **_where(request, part),
        **_time(part),
        **_maps(request, part),
        **_villages(request, part),
        **_what_next(request, part),
    }
    return render(request, "desk/reach/board.html", context)


def tabs(request: StaffRequest, release: Release, code: str, active: str) -> list[dict[str, Any]]:
    """The pages about one release's reach that this person may open."""
    pages = [("reach_board", _("Jangkauan"), Permission.READ_REACH)]
    pages.append(("reach_checks", _("Cek dan bukti"), Permission.LOOK_AFTER_RELAYS))
    pages.append(("reach_sending", _("Kirim lewat WhatsApp"), Permission.CALL_VOLUNTEERS))
    pages.append(("reach_phones", _("Daftar telepon"), Permission.CALL_VOLUNTEERS))
    where = "?" + urlencode({"wilayah": code}) if request.GET.get("wilayah") else ""
    return [
        {"label": label, "url": reverse(f"desk:{name}", args=[release.pk]) + where, "active": name == active}
        for name, label, permission in pages
        if permission in request.permitted
    ]


def _where(request: StaffRequest, part: Part) -> dict[str, Any]:
    """Which part of the target it is, the way up, and the areas below with how each fares."""
    area = Area.objects.current().select_related("parent").filter(code=part.code).first()
    partly = part.code != boards.common_code(part.release.text.targets)
    itself = len(part.units) == 1 and level_of(part.code) >= part.level  # would say nothing new
    units = [] if itself else [Fares(unit, crossed(unit.p50)) for unit in part.units]
    up = area.parent if area and partly else None
    if up and not may(request.user, Permission.READ_REACH, on=Territory(up.code, office=part.release.office_id)):
        up = None
    return {"area": area, "code": part.code, "partly": partly, "up": up, "units": units}


def _time(part: Part) -> dict[str, Any]:
    return {
        "minutes": {name: crossed(value) for name, value in part.reach.minutes.items()},
        "time_left": time_left(part.reach.deadline),
    }


def _maps(request: StaffRequest, part: Part) -> dict[str, Any]:
    spots = drawing.spots(part.release, part.code, part.reach.villages, part.units, part.level)
    boundaries = drawing.has_boundaries(part.code)
    real = boundaries and request.GET.get("peta") == "batas"
    view_box, forms = drawing.shapes(spots, part.code) if real else ("", [])
    return {
        "boundaries": boundaries,
        "real_map": real,
        "view_box": view_box,
        "forms": forms,
        "without_boundary": len(spots) - len(forms) if real else 0,
        "groups": [] if real else drawing.grouped(spots),
        "by_village": part.reach.villages == len(spots),
    }


def _villages(request: StaffRequest, part: Part) -> dict[str, Any]:
    """All villages where the page can hold them, else a page of them; the least far first either way."""
    whole = part.reach.villages <= ALL
    size = ALL if whole else PAGE
    after = boards.Place.parse(request.GET.get("sesudah", ""))
    relays = boards.villages_page(part.release, code=part.code, after=after, size=size + 1)
    last = relays[size - 1] if len(relays) > size else None
    shown = folds(relays[:size], part.units if whole else [])
    dead = any(row.undelivered for fold in shown for row in fold.rows)
    alarm = alarm_of(part.release, part.code)
    return {
        "folds": shown,
        "undelivered": dead,
        "alarm": alarm,
        "messages_url": reverse("desk:messages") if (dead or alarm) and may_look(request) else "",
        "whole": whole,
        "first_page": after is None,
        "next_url": _next(request, last),
    }


def _next(request: StaffRequest, last: Relay | None) -> str:
    if last is None:
        return ""
    query = request.GET.dict() | {"sesudah": str(boards.Place(last.state, last.code))}
    return f"?{urlencode(query)}#desa"


def _what_next(request: StaffRequest, part: Part) -> dict[str, Any]:
    """What this person may do from here."""
    release = part.release
    unfinished = release.state == State.PUBLISHED and part.reach.unreached > 0
    may_remind = unfinished and may(request.user, Permission.LOOK_AFTER_RELAYS, on=release)
    return {
        "withdrawn": release.state == State.WITHDRAWN,
        "may_remind": may_remind,
        "reminded": may_remind and was_reminded(release),
        "csv_url": reverse("desk:reach_csv", args=[release.pk]) + "?" + urlencode({"wilayah": part.code}),
    }


@page(Permission.LOOK_AFTER_RELAYS)
@require_POST
def remind(request: StaffRequest, pk: int) -> HttpResponse:
    """Remind every silent volunteer of the release; pressing twice says so and sends nothing."""
    release = whole_release(request, pk, Permission.LOOK_AFTER_RELAYS)
    try:
        n = remind_silent(release=release, by=request.user)
    except Refused as refused:
        flash.error(request, str(refused))
    else:
        _say_reminded(request, n)
    return redirect("desk:reach_board", pk)


def _say_reminded(request: StaffRequest, n: int) -> None:
    if n:
        words = ngettext("Pengingat untuk %(n)s desa sedang dikirim.", "Pengingat untuk %(n)s desa sedang dikirim.", n)
        flash.success(request, words % {"n": number_format(n, force_grouping=True)})
    else:
        flash.info(
            request,
            _("Semua desa yang belum meneruskan sudah diingatkan sebelumnya. Tidak ada pesan yang dikirim dua kali."),
        )
