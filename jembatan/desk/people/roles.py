"""Giving and ending roles."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.people.loading import allow, allow_everywhere, load_person, people_crumbs
from jembatan.desk.people.person_forms import GrantForm
from jembatan.people import grants
from jembatan.people.errors import PeopleError
from jembatan.people.models import Grant
from jembatan.people.permissions import Territory
from jembatan.people.roles import Permission
from jembatan.people.territory import of_grant

MANAGE = Permission.MANAGE_PEOPLE


@staff(MANAGE)
def give(request: StaffRequest, pk: int) -> HttpResponse:
    root = allow_everywhere(request, MANAGE)
    who = load_person(request, pk)
    form = GrantForm(request.POST or None, root=root)
    if request.method == "POST" and form.is_valid():
        allow(request, MANAGE, Territory(form.cleaned_data["area"].code))
        try:
            grants.give(person=who, by=request.user, **form.cleaned_data)
        except PeopleError as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Peran berlaku mulai sekarang."))
            return redirect("desk:person", pk=pk)
    title = _("Beri peran kepada %(name)s") % {"name": who.name}
    crumbs = people_crumbs((who.name, reverse("desk:person", args=[pk])), here=_("Beri peran"))
    context = {"form": form, "crumbs": crumbs, "title": title, "label": _("Beri peran")}
    return render(request, "desk/people/person_form.html", context)


@staff(MANAGE)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    grant: Grant = get_object_or_404(Grant.objects.select_related("area", "person", "office", "group"), pk=pk)
    allow(request, MANAGE, of_grant(grant))
    who, back = grant.person, reverse("desk:person", args=[grant.person_id])
    if request.method == "POST":
        try:
            grants.end(grant=grant, by=request.user)
        except PeopleError as wrong:
            messages.error(request, str(wrong))
        return redirect(back)
    words = {"role": grant.get_role_display(), "name": who.name, "area": grant.area.title}
    context = {
        "title": _("Akhiri peran %(role)s?") % words,
        "text": _("%(name)s langsung kehilangan peran %(role)s di %(area)s.") % words,
        "label": _("Akhiri peran"),
        "back_url": back,
        "danger": True,
        "crumbs": people_crumbs((who.name, back), here=_("Akhiri peran")),
    }
    return render(request, "desk/confirm.html", context)
