"""One group, and a village with whoever serves it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.people.group_forms import GroupForm
from jembatan.desk.people.group_listing import liaisons_at
from jembatan.desk.people.loading import district_url, group_crumbs, group_url, load_group, load_village
from jembatan.messages.contacts import masked
from jembatan.people import groups
from jembatan.people.errors import PeopleError
from jembatan.people.grants import ended
from jembatan.people.models import Grant, Group
from jembatan.people.roles import Permission

MANAGE = Permission.MANAGE_GROUPS


@staff(MANAGE)
def group(request: StaffRequest, pk: int) -> HttpResponse:
    found = load_group(request, pk)
    members = Grant.objects.current().filter(group=found).select_related("person")
    context = {
        "group": found,
        "ended": ended(found),
        "serves": _others(found),
        "members": with_contacts(list(members.order_by("role", "-on_duty", "person__name", "pk"))),
        "crumbs": _crumbs(found.home, here=found.name),
    }
    return render(request, "desk/people/group.html", context)


def with_contacts(grants: list[Grant]) -> list[dict[str, Any]]:
    """Each with the person's contacts, in part only. One query."""
    known = masked([grant.person_id for grant in grants])
    return [{"grant": grant, "contacts": known[grant.person_id]} for grant in grants]


def _others(group: Group) -> list[Area]:
    """The villages served besides the home."""
    return list(group.areas.exclude(pk=group.home_id).select_related("parent").order_by("code"))


def _crumbs(village: Area, *way: tuple[str, str], here: str) -> list[dict[str, str]]:
    district = village.parent.name if village.parent else village.name
    return group_crumbs((district, district_url(village)), *way, here=here)


@staff(MANAGE)
def village(request: StaffRequest, code: str) -> HttpResponse:
    found = load_village(request, code)
    serving = Group.objects.current().filter(services__area=found).order_by("name").distinct()
    context = {
        "village": found,
        "groups": list(serving.select_related("home__parent")),
        "liaisons": with_contacts(list(liaisons_at([found.pk]))),
        "crumbs": _crumbs(found, here=found.title),
    }
    return render(request, "desk/people/village.html", context)


@staff(MANAGE)
def new(request: StaffRequest, code: str) -> HttpResponse:
    """A group at home in this village."""
    home = load_village(request, code)
    form = GroupForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = groups.found(home=home, by=request.user, **form.cleaned_data)
        except PeopleError as wrong:
            form.add_error("name", str(wrong))
        else:
            messages.success(request, _("%(name)s sudah terdaftar. Tambahkan anggotanya.") % {"name": made.name})
            return redirect("desk:group", pk=made.pk)
    way = (home.title, reverse("desk:groups_village", args=[code]))
    crumbs = _crumbs(home, way, here=_("Daftarkan KIM"))
    context = {"form": form, "crumbs": crumbs, "home": home, "title": _("Daftarkan KIM"), "label": _("Daftarkan KIM")}
    return render(request, "desk/people/group_form.html", context)


@staff(MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    found = load_group(request, pk)
    initial = {"name": found.name, "decree": found.decree, "serves": _others(found)}
    form = GroupForm(request.POST or None, initial=initial, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            groups.change(group=found, by=request.user, **form.cleaned_data)
        except PeopleError as wrong:
            form.add_error("name", str(wrong))
        else:
            return redirect("desk:group", pk=pk)
    crumbs = _crumbs(found.home, (found.name, group_url(found)), here=_("Ubah"))
    context = {"form": form, "crumbs": crumbs, "home": found.home, "title": _("Ubah KIM"), "label": _("Simpan")}
    return render(request, "desk/people/group_form.html", context)


@staff(MANAGE)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    found = load_group(request, pk)
    if request.method == "POST":
        groups.end(group=found, by=request.user)
        messages.success(request, _("%(name)s berakhir. Riwayatnya tetap ada.") % {"name": found.name})
        return redirect(district_url(found.home))
    context = {
        "title": _("Akhiri %(name)s?") % {"name": found.name},
        "text": _("Anggotanya tidak lagi menerima rilis sebagai anggota KIM ini. Riwayatnya tetap ada."),
        "label": _("Akhiri KIM"),
        "back_url": group_url(found),
        "danger": True,
        "crumbs": _crumbs(found.home, (found.name, group_url(found)), here=_("Akhiri")),
    }
    return render(request, "desk/confirm.html", context)
