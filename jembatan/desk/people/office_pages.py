"""Offices (perangkat daerah): some hundreds at most, so one page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.people.loading import allow_everywhere, load_office, people_crumbs
from jembatan.desk.people.person_forms import OfficeEditForm, OfficeForm
from jembatan.people import offices
from jembatan.people.errors import PeopleError
from jembatan.people.grants import ended
from jembatan.people.models import Office
from jembatan.people.roles import Permission

MANAGE = Permission.MANAGE_PEOPLE
MOST = 500


def _way() -> tuple[str, str]:
    return _("Perangkat daerah"), reverse("desk:offices")


@staff(MANAGE)
def listing(request: StaffRequest) -> HttpResponse:
    """Those that are, and those that were, with who followed them. Two queries."""
    allow_everywhere(request, MANAGE)
    found = list(Office.objects.prefetch_related("successors").order_by("name", "pk")[:MOST])
    context = {
        "offices": [office for office in found if not ended(office)],
        "ended": [office for office in found if ended(office)],
        "crumbs": people_crumbs(here=_("Perangkat daerah")),
    }
    return render(request, "desk/people/offices.html", context)


@staff(MANAGE)
def new(request: StaffRequest) -> HttpResponse:
    root = allow_everywhere(request, MANAGE)
    form = OfficeForm(request.POST or None, initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid():
        offices.add(area=root, by=request.user, **form.cleaned_data)
        return redirect("desk:offices")
    crumbs = people_crumbs(_way(), here=_("Tambah"))
    context = {"form": form, "crumbs": crumbs, "title": _("Tambah perangkat daerah"), "label": _("Tambah")}
    return render(request, "desk/people/person_form.html", context)


@staff(MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    office = load_office(request, pk)
    initial = {name: getattr(office, name) for name in ("name", "short_name", "valid_from", "valid_until")}
    initial["successors"] = list(office.successors.values_list("pk", flat=True))
    form = OfficeEditForm(request.POST or None, initial=initial, office=office)
    if request.method == "POST" and form.is_valid():
        try:
            offices.change(office=office, by=request.user, **form.cleaned_data)
        except PeopleError as wrong:
            form.add_error(None, str(wrong))
        else:
            return redirect("desk:offices")
    crumbs = people_crumbs(_way(), here=office.short_name)
    context = {"form": form, "crumbs": crumbs, "title": office.name, "label": _("Simpan")}
    return render(request, "desk/people/person_form.html", context)
