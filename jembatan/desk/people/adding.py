"""A member of a group, or the penghubung of a village without one, is added."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.people.group_forms import LiaisonForm, MemberForm
from jembatan.desk.people.loading import district_url, group_crumbs, group_url, load_group, load_village
from jembatan.messages import numbers
from jembatan.messages.roster import planning
from jembatan.messages.roster.applying import Agreement, apply
from jembatan.messages.roster.plan import Fate
from jembatan.people.errors import PeopleError
from jembatan.people.lists import Row
from jembatan.people.models import Group
from jembatan.people.roles import Permission, Role

MANAGE = Permission.MANAGE_GROUPS


def _add(request: StaffRequest, form: LiaisonForm, row: Row) -> bool:
    """The same rules as for a list, for a list of one. False, with the reason in the form, when it is refused."""
    plan = planning.make([row], by=request.user)
    (line,) = plan.lines
    if line.fate == Fate.REFUSED:
        form.add_error(None, line.words[0][:1].upper() + line.words[0][1:] + ".")
        return False
    agreement = Agreement(source=form.cleaned_data["way"], given_at=form.given_at())
    try:
        apply(rows=[row], shown=plan.digest, agreement=agreement, by=request.user)
    except PeopleError as wrong:
        form.add_error(None, str(wrong))
        return False
    messages.success(request, _("%(name)s sudah tercatat.") % {"name": row.name})
    return True


@staff(MANAGE)
def new(request: StaffRequest, pk: int) -> HttpResponse:
    group = load_group(request, pk)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(request, form, _row(form, group.home, group)):
        return redirect("desk:group", pk=pk)
    district = group.home.parent.name if group.home.parent else group.home.name
    crumbs = group_crumbs(
        (district, district_url(group.home)), (group.name, group_url(group)), here=_("Tambah anggota")
    )
    context = {"form": form, "crumbs": crumbs, "title": _("Tambah anggota"), "place": group.name}
    return render(request, "desk/people/member_form.html", context)


@staff(MANAGE)
def new_liaison(request: StaffRequest, code: str) -> HttpResponse:
    village = load_village(request, code)
    form = LiaisonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(request, form, _row(form, village)):
        return redirect("desk:groups_village", code=code)
    way = [(village.parent.name if village.parent else "", district_url(village))]
    way.append((village.title, reverse("desk:groups_village", args=[code])))
    crumbs = group_crumbs(*way, here=_("Beri penghubung"))
    context = {"form": form, "crumbs": crumbs, "title": _("Beri penghubung"), "place": village.title, "liaison": True}
    return render(request, "desk/people/member_form.html", context)


def _row(form: LiaisonForm, village: Area, group: Group | None = None) -> Row:
    said = form.cleaned_data
    return Row(
        number=1,
        name=" ".join(said["name"].split()),
        phone=said["phone"],
        email=said["email"],
        through=tuple(word for word in said["through"].split() if word in numbers.CHANNELS),
        group=group.name if group else "",
        village=village.code,
        role=Role(said["role"]) if group else None,
        on_duty=said["on_duty"] if group else True,
    )
