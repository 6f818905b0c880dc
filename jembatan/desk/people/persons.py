"""People and their roles: list, page, invitation, switching off."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.people.asking import words
from jembatan.desk.people.loading import allow_everywhere, load_person, people_crumbs
from jembatan.desk.people.person_forms import PersonForm
from jembatan.desk.people.posting import posted
from jembatan.messages import contacts
from jembatan.people import actions
from jembatan.people.errors import PeopleError
from jembatan.people.models import Grant, Person
from jembatan.people.roles import Permission
from jembatan.people.territory import RELAYING

PAGE = 50
MANAGE = Permission.MANAGE_PEOPLE


def _tab(name: str) -> QuerySet[Person]:
    """Staff; those who pass releases on; those without any role or switched off."""
    held = Grant.objects.current().filter(person=OuterRef("pk"))
    office, relaying = Exists(held.exclude(role__in=RELAYING)), Exists(held.filter(role__in=RELAYING))
    people = Person.objects.filter(is_active=True)
    if name == "relawan":
        return people.filter(relaying)
    if name == "lain":
        return Person.objects.filter(Q(is_active=False) | ~Exists(held))
    return people.filter(office)


@staff(MANAGE)
def people(request: StaffRequest) -> HttpResponse:
    allow_everywhere(request, MANAGE)
    tab, wanted = request.GET.get("siapa", "petugas"), words(request)
    rows = _tab(tab) if not wanted else Person.objects.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted))
    page, next_url = _page(request, rows, {"q": wanted} if wanted else {"siapa": tab})
    context = {
        "tabs": [] if wanted else _tabs(tab),
        "tab": tab,
        "q": wanted,
        "people": page,
        "next_url": next_url,
    }
    return render(request, "desk/people/people.html", context)


def _tabs(now: str) -> list[dict[str, Any]]:
    labels = {"petugas": _("Petugas"), "relawan": _("Relawan"), "lain": _("Tanpa peran")}
    return [{"label": label, "url": f"?siapa={name}", "active": name == now} for name, label in labels.items()]


def _page(request: StaffRequest, rows: QuerySet[Person], query: dict[str, Any]) -> tuple[list[Any], str]:
    """By name; the key of a page is the id of the last one on the page before, so that no address names anybody."""
    key = words(request, "setelah")
    pk = int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0
    if pk and (before := Person.objects.filter(pk=pk).first()):
        rows = rows.filter(Q(name__gt=before.name) | Q(name=before.name, pk__gt=pk))
    held = Prefetch("grants", Grant.objects.current().select_related("area", "office", "group"), to_attr="held")
    page = list(rows.order_by("name", "pk").prefetch_related(held)[: PAGE + 1])
    if len(page) <= PAGE:
        return page, ""
    return page[:PAGE], "?" + urlencode(query | {"setelah": page[PAGE - 1].pk})


@staff(MANAGE)
def new(request: StaffRequest) -> HttpResponse:
    allow_everywhere(request, MANAGE)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_person(by=request.user, **form.cleaned_data)
        except PeopleError as wrong:
            form.add_error("email", str(wrong))
        else:
            return redirect("desk:grant_new", pk=made.pk)
    crumbs = people_crumbs(here=_("Tambah orang"))
    context = {"form": form, "crumbs": crumbs, "title": _("Tambah orang"), "label": _("Lanjut: beri peran")}
    return render(request, "desk/people/person_form.html", context)


@staff(MANAGE)
def person(request: StaffRequest, pk: int) -> HttpResponse:
    return _show(request, load_person(request, pk))


def _show(request: StaffRequest, who: Person, **more: Any) -> HttpResponse:
    held = Grant.objects.filter(person=who).select_related("area", "office", "group").order_by("-pk")
    current = set(Grant.objects.current().filter(person=who).values_list("pk", flat=True))
    context = {
        "who": who,
        "current": [grant for grant in held if grant.pk in current],
        "past": [grant for grant in held if grant.pk not in current],
        "contacts": contacts.masked([who.pk])[who.pk],
        "may_show": Permission.CALL_VOLUNTEERS in request.permitted,
        "crumbs": people_crumbs(here=who.name),
        **more,
    }
    return render(request, "desk/people/person.html", context)


@staff(MANAGE)
@posted("desk:person")
def show_contacts(request: StaffRequest, pk: int) -> HttpResponse:
    who = load_person(request, pk)
    root = allow_everywhere(request, Permission.CALL_VOLUNTEERS)
    found = contacts.show(person=who, by=request.user, area=root.code)
    return _show(request, who, contacts=found, shown=True)


@staff(MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    who = load_person(request, pk)
    form = PersonForm(request.POST or None, initial={"name": who.name, "email": who.email})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(person=who, by=request.user, **form.cleaned_data)
        except PeopleError as wrong:
            form.add_error("email", str(wrong))
        else:
            return redirect("desk:person", pk=pk)
    crumbs = people_crumbs((who.name, reverse("desk:person", args=[pk])), here=_("Ubah"))
    context = {"form": form, "crumbs": crumbs, "title": _("Ubah nama dan e-mail"), "label": _("Simpan")}
    return render(request, "desk/people/person_form.html", context)


@staff(MANAGE)
@posted("desk:person")
def invite(request: StaffRequest, pk: int) -> HttpResponse:
    """The link is shown in this answer and never again."""
    who = load_person(request, pk)
    try:
        link = settings.BASE_URL + actions.invite(person=who, by=request.user)
    except PeopleError as wrong:
        messages.error(request, str(wrong))
        return redirect("desk:person", pk=pk)
    text = _("Halo %(name)s, ini undangan untuk masuk ke Jembatan. Berlaku satu kali, selama 7 hari: %(link)s")
    words = urlencode({"text": text % {"name": who.name, "link": link}})
    return _show(request, who, link=link, whatsapp=f"https://wa.me/?{words}")


@staff(MANAGE)
def deactivate(request: StaffRequest, pk: int) -> HttpResponse:
    who = load_person(request, pk)
    back = reverse("desk:person", args=[pk])
    if request.method == "POST":
        try:
            actions.deactivate(person=who, by=request.user)
        except PeopleError as wrong:
            messages.error(request, str(wrong))
        return redirect(back)
    context = {
        "title": _("Nonaktifkan %(name)s?") % {"name": who.name},
        "text": _(
            "Ia langsung keluar dari semua perangkat, dan tidak menerima rilis. Anda dapat mengaktifkannya lagi."
        ),
        "label": _("Nonaktifkan"),
        "back_url": back,
        "danger": True,
        "crumbs": people_crumbs((who.name, back), here=_("Nonaktifkan")),
    }
    return render(request, "desk/confirm.html", context)


@staff(MANAGE)
@posted("desk:person")
def activate(request: StaffRequest, pk: int) -> HttpResponse:
    who = load_person(request, pk)
    actions.activate(person=who, by=request.user)
    messages.success(request, _("%(name)s aktif lagi. Kirim undangan baru supaya ia dapat masuk.") % {"name": who.name})
    return redirect("desk:person", pk=pk)
