"""Who passes releases on: members of a group, and the penghubung of a village without one."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jembatan.audit.actions import record
from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.people.group_forms import KEEP, MemberEditForm, MoveForm, PreferForm
from jembatan.desk.people.loading import allow, district_url, group_crumbs, group_url, load_member
from jembatan.desk.people.posting import posted
from jembatan.messages import actions as wires
from jembatan.messages import contacts, numbers, offers
from jembatan.messages.models import Contact
from jembatan.people import actions, grants
from jembatan.people.errors import PeopleError
from jembatan.people.models import Grant, Group
from jembatan.people.roles import Permission, Role
from jembatan.people.territory import groups_of, may_manage, of_grant

MANAGE = Permission.MANAGE_GROUPS


def back_url(grant: Grant) -> str:
    """The page that the member is listed on."""
    return group_url(grant.group) if grant.group else reverse("desk:groups_village", args=[grant.area.code])


def _crumbs(grant: Grant, here: str) -> list[dict[str, str]]:
    where = grant.group.name if grant.group else grant.area.title
    district = grant.area.parent.name if grant.area.parent else grant.area.name
    return group_crumbs((district, district_url(grant.area)), (where, back_url(grant)), here=here)


@staff(MANAGE)
def member(request: StaffRequest, pk: int) -> HttpResponse:
    grant = load_member(request, pk)
    return render(request, "desk/people/member.html", _page(request, grant))


def _page(request: StaffRequest, grant: Grant, **more: Any) -> dict[str, Any]:
    """What the member's page shows; `contacts` in part, unless the caller has them in full."""
    return {
        "grant": grant,
        "contacts": contacts.masked([grant.person_id])[grant.person_id],
        "may_show": Permission.CALL_VOLUNTEERS in request.permitted,
        "may_edit": may_manage(request.user, grant.person),
        "back_url": back_url(grant),
        "crumbs": _crumbs(grant, grant.person.name),
        **more,
    }


@staff(MANAGE)
@posted("desk:member")
def show_contacts(request: StaffRequest, pk: int) -> HttpResponse:
    """In full, for who may call volunteers there; looking leaves a trace, so it is a button and no address."""
    grant = load_member(request, pk)
    allow(request, Permission.CALL_VOLUNTEERS, of_grant(grant))
    found = contacts.show(person=grant.person, by=request.user, area=grant.area.code)
    return render(request, "desk/people/member.html", _page(request, grant, contacts=found, shown=True))


@staff(MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    grant = load_member(request, pk)
    if not may_manage(request.user, grant.person):
        messages.warning(request, _("Orang ini juga bertugas di luar wilayah Anda. Minta admin yang mengubah datanya."))
        return redirect("desk:member", pk=pk)
    form = MemberEditForm(request.POST or None, initial={"name": grant.person.name})
    if request.method == "POST" and form.is_valid():
        _change(request, grant, form)
        return redirect("desk:member", pk=pk)
    crumbs = _crumbs(grant, _("Ubah %(name)s") % {"name": grant.person.name})
    context = {"form": form, "crumbs": crumbs, "title": _("Ubah nama dan kontak"), "place": grant.person.name}
    return render(request, "desk/people/member_form.html", context)


@transaction.atomic
def _change(request: StaffRequest, grant: Grant, form: MemberEditForm) -> None:
    person, by = grant.person, request.user
    actions.change_person(person=person, name=form.cleaned_data["name"], email=person.email, by=by)
    said = form.cleaned_data
    agreed: dict[str, Any] = {"person": person, "source": said["way"], "given_at": form.given_at(), "by": by}
    if said["email"]:
        contacts.replace(channel="email", address=said["email"], **agreed)
    kinds = None if said["through"] in {"", KEEP} else numbers.of_way(said["through"])
    if not numbers.use(number=said["phone"], kinds=kinds, **agreed) and kinds:
        messages.warning(request, _("Orang ini belum punya nomor. Isi nomornya dulu, lalu pilih salurannya."))
        return
    messages.success(request, _("Tersimpan."))


@staff(MANAGE)
@posted("desk:member")
def prefer(request: StaffRequest, pk: int) -> HttpResponse:
    """Try one of their contacts before the others."""
    grant = load_member(request, pk)
    form = PreferForm(request.POST, live=Contact.objects.live().filter(recipient__person=grant.person_id))
    if form.is_valid() and may_manage(request.user, grant.person):
        numbers.prefer(contact=form.cleaned_data["contact"], by=request.user)
    return redirect("desk:member", pk=pk)


@staff(MANAGE)
@posted("desk:member")
def join(request: StaffRequest, pk: int) -> HttpResponse:
    """How they join from their own telephone. Whoever has it gets their messages, so it is shown with a trace."""
    grant = load_member(request, pk)
    if not may_manage(request.user, grant.person):
        return redirect("desk:member", pk=pk)
    return render(request, "desk/people/member.html", _page(request, grant, joining=True, join=_offer(request, grant)))


@transaction.atomic
def _offer(request: StaffRequest, grant: Grant) -> offers.Offer | None:
    record("contact.code_shown", grant.person, by=request.user, area=grant.area.code)
    return offers.offer(wires.recipient_of(grant.person))


@staff(MANAGE)
@posted("desk:member")
def duty(request: StaffRequest, pk: int) -> HttpResponse:
    """On duty or not; a penghubung always is."""
    grant = load_member(request, pk)
    if grant.group:
        grants.put_on_duty(grant=grant, on_duty=request.POST.get("on_duty") == "ya", by=request.user)
    return redirect("desk:member", pk=pk)


@staff(MANAGE)
@posted("desk:member")
def role(request: StaffRequest, pk: int) -> HttpResponse:
    """Chair or member."""
    grant = load_member(request, pk)
    wanted = Role.CHAIR if request.POST.get("role") == Role.CHAIR else Role.VOLUNTEER
    try:
        grant = grants.change_role(grant=grant, role=wanted, by=request.user)
    except PeopleError as wrong:
        messages.error(request, str(wrong))
    return redirect("desk:member", pk=grant.pk)


@staff(MANAGE)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """To another group of the same district that this person looks after."""
    grant = load_member(request, pk)
    district = grant.area.district_code
    near = groups_of(request.user).filter(home__code__startswith=f"{district}.", pk__in=Group.objects.current())
    form = MoveForm(request.POST or None, groups=near.exclude(grants=grant).order_by("name"))
    if request.method == "POST" and form.is_valid():
        try:
            moved = grants.move(grant=grant, group=form.cleaned_data["group"], by=request.user)
        except PeopleError as wrong:
            form.add_error(None, str(wrong))
        else:
            return redirect("desk:member", pk=moved.pk)
    crumbs = _crumbs(grant, _("Pindah KIM"))
    context = {"form": form, "crumbs": crumbs, "title": _("Pindah KIM"), "place": grant.person.name, "moving": True}
    return render(request, "desk/people/member_form.html", context)


@staff(MANAGE)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    grant = load_member(request, pk)
    if request.method == "POST":
        grants.end(grant=grant, by=request.user)
        messages.success(request, _("%(name)s tidak lagi bertugas di sini.") % {"name": grant.person.name})
        return redirect(back_url(grant))
    where = grant.group.name if grant.group else grant.area.title
    context = {
        "title": _("Akhiri tugas %(name)s?") % {"name": grant.person.name},
        "text": _("Mulai sekarang ia tidak menerima rilis untuk %(place)s. Riwayatnya tetap ada.") % {"place": where},
        "label": _("Akhiri tugas"),
        "back_url": reverse("desk:member", args=[pk]),
        "danger": True,
        "crumbs": _crumbs(grant, _("Akhiri tugas")),
    }
    return render(request, "desk/confirm.html", context)
