"""How many working days each step of a voice has, now and from a day ahead on."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.areas.errors import AreaError
from jembatan.areas.models import Area
from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.holidays.forms import LABELS, LimitsForm
from jembatan.desk.holidays.pages import MANAGE, crumbs
from jembatan.desk.people.loading import allow_everywhere
from jembatan.voices import limits


@staff(MANAGE)
def overview(request: StaffRequest) -> HttpResponse:
    root = allow_everywhere(request, MANAGE)
    now = limits.limits_on(today(), root)
    context = {
        "now": [{"label": LABELS[name], "days": days} for name, days in now.items()],
        "ahead": _ahead(root, now),
        "crumbs": [*crumbs(), {"label": _("Batas waktu"), "url": ""}],
    }
    return render(request, "desk/holidays/limits.html", context)


def _ahead(root: Area, before: dict[str, int]) -> list[dict[str, Any]]:
    """What changes on which day to come."""
    found = []
    for first, days in limits.planned(root):
        if first > today():
            changes = [{"label": LABELS[name], "days": n} for name, n in days.items() if before[name] != n]
            found.append({"first": first, "changes": changes})
            before = days
    return found


def _way(here: str) -> list[dict[str, str]]:
    return [*crumbs((_("Batas waktu"), reverse("desk:limits"))), {"label": here, "url": ""}]


@staff(MANAGE)
def new(request: StaffRequest) -> HttpResponse:
    root = allow_everywhere(request, MANAGE)
    form = LimitsForm(request.POST or None, initial=limits.limits_on(today(), root))
    if request.method == "POST" and form.is_valid():
        try:
            limits.plan(area=root, first=form.cleaned_data["first"], days=form.days(), by=request.user)
        except AreaError as wrong:
            form.add_error("first", str(wrong))
        else:
            return redirect("desk:limits")
    context = {"form": form, "crumbs": _way(_("Ubah"))}
    return render(request, "desk/holidays/limits_form.html", context)


@staff(MANAGE)
def cancel(request: StaffRequest, first: str) -> HttpResponse:
    root = allow_everywhere(request, MANAGE)
    planned = _planned(root, first)
    if request.method == "POST":
        limits.cancel(area=root, first=planned, by=request.user)
        return redirect("desk:limits")
    context = {
        "title": _("Batalkan perubahan mulai %(day)s?") % {"day": date_format(planned, "j F Y")},
        "text": _("Batas waktu yang berlaku sebelum tanggal itu akan berlaku terus."),
        "label": _("Batalkan perubahan"),
        "back_url": reverse("desk:limits"),
        "danger": True,
        "crumbs": _way(_("Batalkan")),
    }
    return render(request, "desk/confirm.html", context)


def _planned(root: Area, first: str) -> date:
    """A day to come from which something is planned, else 404."""
    days = {day.isoformat(): day for day, _days in limits.planned(root) if day > today()}
    if first not in days:
        raise Http404
    return days[first]
