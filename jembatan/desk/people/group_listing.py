"""Groups by district, and the villages that have none."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jembatan.areas.models import Area, Level
from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.people.asking import words
from jembatan.desk.people.loading import allow, group_crumbs
from jembatan.people.models import Grant, Group, Service
from jembatan.people.permissions import Territory, within
from jembatan.people.roles import Permission
from jembatan.people.territory import RELAYING, groups_of

PAGE = 50
MOST = 20  # of each sort that a search finds


def villages_of(request: StaffRequest) -> Any:
    """The villages whose groups this person looks after, each with `served` and `has_liaison`."""
    mine = within(request.user, Permission.MANAGE_GROUPS, code="code")
    return with_service(Area.objects.current().villages().filter(mine))


def with_service(villages: QuerySet[Any]) -> Any:
    here = OuterRef("pk")
    groups = Service.objects.filter(area=here, group__in=Group.objects.current())
    liaisons = Grant.objects.current().filter(area=here, group=None, role__in=RELAYING, person__is_active=True)
    return villages.annotate(served=Exists(groups), has_liaison=Exists(liaisons))


@staff(Permission.MANAGE_GROUPS)
def groups(request: StaffRequest) -> HttpResponse:
    """Districts with their counts; who has one only is led to it. With `q`, what the search finds."""
    wanted = words(request)
    if wanted:
        return render(request, "desk/people/groups_found.html", _found(request, wanted))
    mine = within(request.user, Permission.MANAGE_GROUPS, code="code")
    districts = Area.objects.current().filter(mine, level=Level.DISTRICT).order_by("code")
    after = words(request, "setelah")
    page = list(districts.filter(code__gt=after)[: PAGE + 1])
    if len(page) == 1 and not after:
        return redirect("desk:groups_district", code=page[0].code)
    more = page[PAGE - 1].code if len(page) > PAGE else ""
    rows = _counted(page[:PAGE])
    context = {"rows": rows, "next_url": f"?setelah={more}" if more else "", "may_import": _may_import(request)}
    return render(request, "desk/people/groups.html", context)


def _may_import(request: StaffRequest) -> bool:
    return Permission.MANAGE_PEOPLE in request.permitted


def _counted(districts: list[Area]) -> list[dict[str, Any]]:
    """Villages of each district: all, served by a group, with a penghubung only, with nobody. One query."""
    villages = with_service(Area.objects.current().villages().filter(parent__in=districts))
    totals = villages.values("parent_id").annotate(
        villages=Count("pk"),
        with_group=Count("pk", filter=Q(served=True)),
        with_liaison=Count("pk", filter=Q(served=False, has_liaison=True)),
        nobody=Count("pk", filter=Q(served=False, has_liaison=False)),
    )
    by_district = {row["parent_id"]: row for row in totals}
    return [{"district": district, **by_district.get(district.pk, {})} for district in districts]


def _found(request: StaffRequest, wanted: str) -> dict[str, Any]:
    """Groups, villages and people in whose name the text occurs."""
    named = Q(name__icontains=wanted) | Q(home__name__icontains=wanted)
    groups = groups_of(request.user).filter(named, pk__in=Group.objects.current()).select_related("home__parent")
    villages = villages_of(request).filter(name__icontains=wanted).select_related("parent")
    mine = within(request.user, Permission.MANAGE_GROUPS, code="area__code", group="group")
    members = Grant.objects.current().filter(mine, role__in=RELAYING, person__name__icontains=wanted)
    return {
        "q": wanted,
        "groups": groups.order_by("name", "pk")[:MOST],
        "villages": villages.order_by("name", "code")[:MOST],
        "members": members.select_related("person", "group", "area").order_by("person__name", "pk")[:MOST],
        "crumbs": group_crumbs(here=_("Cari")),
    }


@staff(Permission.MANAGE_GROUPS)
def without(request: StaffRequest) -> HttpResponse:
    """Villages that no group serves, those without a penghubung marked; by code."""
    rows = villages_of(request).filter(served=False).select_related("parent").order_by("code")
    after = words(request, "setelah")
    page = list(rows.filter(code__gt=after)[: PAGE + 1])
    more = page[PAGE - 1].code if len(page) > PAGE else ""
    context = {
        "villages": page[:PAGE],
        "next_url": f"?setelah={more}" if more else "",
        "crumbs": group_crumbs(here=_("Desa tanpa KIM")),
    }
    return render(request, "desk/people/villages_without.html", context)


@staff(Permission.MANAGE_GROUPS)
def district(request: StaffRequest, code: str) -> HttpResponse:
    """The villages of one district, those with nobody first."""
    found = get_object_or_404(Area.objects.current().filter(level=Level.DISTRICT), code=code)
    allow(request, Permission.MANAGE_GROUPS, Territory(code))
    rows = served(with_service(Area.objects.current().villages().filter(parent=found)).order_by("code"))
    nobody = [row for row in rows if not row["groups"] and not row["liaisons"]]
    context = {
        "district": found,
        "rows": nobody + [row for row in rows if row not in nobody],
        "nobody": len(nobody),
        "crumbs": group_crumbs(here=found.name),
        "may_import": _may_import(request),
    }
    return render(request, "desk/people/district.html", context)


def served(villages: QuerySet[Area]) -> list[dict[str, Any]]:
    """Each village with its groups and who is penghubung there. Three queries."""
    rows = {village.pk: {"village": village, "groups": [], "liaisons": []} for village in villages}
    services = Service.objects.filter(area__in=rows, group__in=Group.objects.current()).select_related("group")
    for service in services.order_by("group__name"):
        rows[service.area_id]["groups"].append(service.group)  # type: ignore[attr-defined]
    for grant in liaisons_at(list(rows)):
        rows[grant.area_id]["liaisons"].append(grant)  # type: ignore[attr-defined]
    return list(rows.values())


def liaisons_at(villages: list[int]) -> QuerySet[Grant]:
    rows = Grant.objects.current().filter(area__in=villages, group=None, role__in=RELAYING, person__is_active=True)
    found: QuerySet[Grant] = rows.select_related("person").order_by("person__name", "pk")
    return found
