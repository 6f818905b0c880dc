"""Loading with permission for groups, people and offices; these models lie where `people.territory` says."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.desk.access import StaffRequest
from jembatan.people import territory
from jembatan.people.models import Grant, Group, Office, Person
from jembatan.people.permissions import Territory, may
from jembatan.people.roles import Permission

Crumbs = list[dict[str, str]]


def allow(request: HttpRequest, permission: Permission, on: Territory) -> None:
    """404 for who may not do this there."""
    if not may(request.user, permission, on=on):  # type: ignore[arg-type]
        raise Http404


def allow_everywhere(request: HttpRequest, permission: Permission) -> Area:
    """For what concerns the whole installation: 404 for who holds the permission in a part of it only. The root."""
    root = Area.objects.root()
    allow(request, permission, Territory(root.code))
    return root


def load_group(request: StaffRequest, pk: int) -> Group:
    group: Group = get_object_or_404(Group.objects.select_related("home__parent"), pk=pk)
    allow(request, Permission.MANAGE_GROUPS, territory.of_group(group))
    return group


def load_village(request: StaffRequest, code: str) -> Area:
    """A village whose groups this person looks after."""
    village = get_object_or_404(Area.objects.current().villages().select_related("parent"), code=code)
    allow(request, Permission.MANAGE_GROUPS, Territory(code))
    return village


def load_member(request: StaffRequest, pk: int) -> Grant:
    """A current role of somebody who passes releases on, in a group or as penghubung."""
    rows = Grant.objects.current().filter(role__in=territory.RELAYING)
    grant: Grant = get_object_or_404(rows.select_related("area__parent", "group__home__parent", "person"), pk=pk)
    allow(request, Permission.MANAGE_GROUPS, territory.of_grant(grant))
    return grant


def load_person(request: StaffRequest, pk: int) -> Person:
    """For who manages people everywhere."""
    allow_everywhere(request, Permission.MANAGE_PEOPLE)
    return get_object_or_404(Person, pk=pk)


def load_office(request: StaffRequest, pk: int) -> Office:
    office: Office = get_object_or_404(Office.objects.select_related("area"), pk=pk)
    allow(request, Permission.MANAGE_PEOPLE, territory.of_office(office))
    return office


def group_crumbs(*way: tuple[str, str], here: str) -> Crumbs:
    """From the list of groups to this page; `way` holds what lies between as (label, url)."""
    return _crumbs((_("KIM dan relawan"), reverse("desk:groups")), *way, here=here)


def people_crumbs(*way: tuple[str, str], here: str) -> Crumbs:
    return _crumbs((_("Orang dan peran"), reverse("desk:people")), *way, here=here)


def _crumbs(*way: tuple[str, str], here: str) -> Crumbs:
    return [{"label": label, "url": url} for label, url in way] + [{"label": here, "url": ""}]


def group_url(group: Group) -> str:
    return reverse("desk:group", args=[group.pk])


def district_url(village: Area) -> str:
    return reverse("desk:groups_district", args=[village.district_code])
