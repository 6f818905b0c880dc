"""The days off: a year on a page."""

from collections.abc import Callable
from statistics import mode
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jembatan.areas import corrections, holidays
from jembatan.areas.clock import today
from jembatan.areas.errors import AreaError
from jembatan.areas.models import Holiday
from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.holidays.forms import FIRST_YEAR, LAST_YEAR, HolidayForm
from jembatan.desk.people.loading import allow_everywhere
from jembatan.people.roles import Permission

MANAGE = Permission.MANAGE_SETTINGS
FIELDS = ("name", "kind", "source")


@staff(MANAGE)
def listing(request: StaffRequest) -> HttpResponse:
    allow_everywhere(request, MANAGE)
    year = _year(request.GET.get("tahun", ""))
    there = {day.year for day in Holiday.objects.dates("date", "year")}
    found = list(Holiday.objects.filter(date__year=year).order_by("date", "kind"))
    context = {
        "year": year,
        "holidays": found,
        "source": mode([one.source for one in found] or [""]),  # of most of them, said once
        "warnings": [holidays.warning(each) for each in holidays.unknown_years()],
        "tabs": [_tab(each, year) for each in sorted(there | set(holidays.usual_years()) | {year})],
        "crumbs": [*crumbs(), {"label": _("Hari libur"), "url": ""}],
    }
    return render(request, "desk/holidays/list.html", context)


def crumbs(*way: tuple[str, str]) -> list[dict[str, str]]:
    steps = [(_("Pengaturan"), reverse("desk:settings")), *way]
    return [{"label": label, "url": url} for label, url in steps]


def _year(said: str) -> int:
    """This year for whatever is no year."""
    named = int(said) if said.isdecimal() and len(said) == 4 else 0
    return named if FIRST_YEAR <= named <= LAST_YEAR else today().year


def year_url(year: int) -> str:
    return f"{reverse('desk:holidays')}?tahun={year}"


def _tab(each: int, year: int) -> dict[str, Any]:
    return {"label": str(each), "url": year_url(each), "active": each == year}


def _page(request: StaffRequest, form: HolidayForm, title: str, **more: Any) -> HttpResponse:
    way = crumbs((_("Hari libur"), reverse("desk:holidays")))
    context = {"form": form, "title": title, "crumbs": [*way, {"label": title, "url": ""}], **more}
    return render(request, "desk/holidays/holiday.html", context)


def _done(form: HolidayForm, write: Callable[[], Holiday]) -> Holiday | None:
    """What the action made, or nothing with its sentence on the form."""
    try:
        return write()
    except AreaError as wrong:
        form.add_error("day", str(wrong))
        return None


@staff(MANAGE)
def new(request: StaffRequest) -> HttpResponse:
    allow_everywhere(request, MANAGE)
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _done(form, lambda: corrections.add(by=request.user, **form.cleaned_data))
        if made:
            return redirect(year_url(made.date.year))
    return _page(request, form, _("Tambah hari libur"), label=_("Tambah"))


def _load(request: StaffRequest, pk: int) -> Holiday:
    allow_everywhere(request, MANAGE)
    return get_object_or_404(Holiday, pk=pk)


@staff(MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    holiday = _load(request, pk)
    initial = {"day": holiday.date} | {name: getattr(holiday, name) for name in FIELDS}
    form = HolidayForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _done(form, lambda: corrections.change(holiday=holiday, by=request.user, **form.cleaned_data))
        if made:
            return redirect(year_url(made.date.year))
    return _page(request, form, holiday.name, label=_("Simpan"), holiday=holiday)


@staff(MANAGE)
def strike(request: StaffRequest, pk: int) -> HttpResponse:
    holiday = _load(request, pk)
    if request.method == "POST":
        corrections.strike(holiday=holiday, by=request.user)
        messages.success(request, _("Dicoret. Hari itu sekarang dihitung sebagai hari kerja."))
        return redirect(year_url(holiday.date.year))
    context = {
        "title": _("Coret %(name)s dari hari libur?") % {"name": holiday.name},
        "text": _("Hari itu akan dihitung sebagai hari kerja. Anda bisa mengembalikannya kapan saja."),
        "label": _("Coret"),
        "back_url": reverse("desk:holiday", args=[pk]),
        "crumbs": [*crumbs((_("Hari libur"), year_url(holiday.date.year))), {"label": _("Coret"), "url": ""}],
    }
    return render(request, "desk/confirm.html", context)


@staff(MANAGE)
@require_POST
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    holiday = _load(request, pk)
    corrections.restore(holiday=holiday, by=request.user)
    messages.success(request, _("Dikembalikan. Hari itu dihitung sebagai hari libur lagi."))
    return redirect(year_url(holiday.date.year))
