"""One predicate and one filter answer every question of who may do what where. No code asks for a role's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from jembatan.areas.models import covers, under
from jembatan.people.models import Grant, Person
from jembatan.people.roles import PERMISSIONS, Permission, roles_with

Who = Person | AnonymousUser


@dataclass(frozen=True, slots=True)
class Territory:
    """Where a thing lies: its area's code, and the office or group that it belongs to, if any."""

    code: str
    office: int | None = None
    group: int | None = None


class Placed(Protocol):
    def territory(self) -> Territory: ...


def grants_for(person: Who, permission: Permission) -> list[Grant]:
    """The person's current grants that carry the permission, their areas loaded: one query."""
    if not person.is_authenticated or not person.is_active:
        return []
    held = Grant.objects.current().filter(person=person, role__in=roles_with(permission))
    return list(held.select_related("area"))


def anywhere(person: Who) -> frozenset[Permission]:
    """Everything that the person may do somewhere: what a menu shows. One query."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    roles = Grant.objects.current().filter(person=person).values_list("role", flat=True)
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def _holds(grant: Grant, where: Territory) -> bool:
    return (
        covers(grant.area.code, where.code)
        and (grant.office_id is None or grant.office_id == where.office)
        and (grant.group_id is None or grant.group_id == where.group)
    )


def may(person: Who, permission: Permission, *, on: Placed | Territory | None = None) -> bool:
    """Whether the person may do this to that thing; without `on`, whether anywhere at all."""
    grants = grants_for(person, permission)
    if on is None:
        return bool(grants)
    return any_holds(grants, on=on)


def any_holds(grants: Iterable[Grant], *, on: Placed | Territory) -> bool:
    """Whether one of these reaches that thing; for many things ask for the grants once."""
    where = on if isinstance(on, Territory) else on.territory()
    return any(_holds(grant, where) for grant in grants)


def within(person: Who, permission: Permission, *, code: str, office: str = "", group: str = "") -> Q:
    """The same question as a filter; `code`, `office`, `group` name the fields of the rows asked for."""
    wanted = Q(pk__in=[])
    for grant in grants_for(person, permission):
        reach = under(grant.area.code, code)
        if grant.office_id is not None:
            reach &= Q(**{office: grant.office_id}) if office else Q(pk__in=[])
        if grant.group_id is not None:
            reach &= Q(**{group: grant.group_id}) if group else Q(pk__in=[])
        wanted |= reach
    return wanted
