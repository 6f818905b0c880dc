"""Giving and ending roles. A grant holds from the next request on, and so does its end."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.audit.actions import record
from jembatan.people.errors import PeopleError
from jembatan.people.models import Grant, Group, Office, Person
from jembatan.people.roles import PERMISSIONS, Permission, Role, roles_with

NEEDS_GROUP = frozenset({Role.CHAIR})
TAKES_GROUP = frozenset({Role.CHAIR, Role.VOLUNTEER})
NEEDS_OFFICE = frozenset({Role.OFFICER})
TAKES_OFFICE = frozenset({Role.OFFICER, Role.EDITOR, Role.REVIEWER})


@transaction.atomic
def give(
    *,
    person: Person,
    role: str,
    area: Area,
    by: Person | None,
    office: Office | None = None,
    group: Group | None = None,
    on_duty: bool = False,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Grant:
    """Give a role; a group's member holds it at the group's home. PeopleError when it does not fit or is held."""
    grant = Grant(person=person, role=role, area=group.home if group else area, office=office, group=group)
    grant.on_duty = on_duty
    grant.valid_from, grant.valid_until = valid_from or today(), valid_until
    _check(grant)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two at once: the second sees the first
    same = Grant.objects.filter(person=person, role=role, area=grant.area, office=office, group=group)
    if same.current().exists():
        raise PeopleError(_("%(name)s sudah memegang peran itu.") % {"name": person.name})
    grant.save()
    record("grant.given", grant, by=by, area=grant.area.code, person=person.pk, role=str(role))
    return grant


def _check(grant: Grant) -> None:
    """What the database refuses too, and what only makes no sense, each in a sentence."""
    if not grant.person.is_active:
        raise PeopleError(_("%(name)s dinonaktifkan. Aktifkan dulu.") % {"name": grant.person.name})
    if not _fits(grant.role, grant.group, NEEDS_GROUP, TAKES_GROUP):
        raise PeopleError(_("Ketua KIM memerlukan KIM-nya, dan hanya ketua dan relawan yang memakai KIM."))
    if not _fits(grant.role, grant.office, NEEDS_OFFICE, TAKES_OFFICE):
        raise PeopleError(_("Peran ini tidak cocok dengan pilihan perangkat daerahnya."))
    if grant.valid_until is not None and grant.valid_until < grant.valid_from:
        raise PeopleError(_("Tanggal berakhir harus sesudah tanggal mulai."))
    if grant.group is not None and ended(grant.group):
        raise PeopleError(_("%(name)s sudah berakhir. Pilih KIM lain.") % {"name": grant.group.name})


def _fits(role: str, thing: Group | Office | None, needs: frozenset[Role], takes: frozenset[Role]) -> bool:
    return role in takes if thing else role not in needs


def ended(thing: Group | Office | Grant) -> bool:
    return thing.valid_until is not None and thing.valid_until < today()


def yesterday() -> date:
    """The last day of what ends now: from the next request on it no longer holds."""
    return today() - timedelta(days=1)


@transaction.atomic
def end(*, grant: Grant, by: Person | None) -> None:
    """Take the role back. Twice is the same as once. PeopleError when nobody could manage people any more."""
    if Permission.MANAGE_PEOPLE in PERMISSIONS[grant.role]:
        Area.objects.select_for_update(no_key=True).root()  # two admins who end each other: one waits
    if Grant.objects.current().filter(pk=grant.pk).update(valid_until=yesterday()):
        record("grant.ended", grant, by=by, area=grant.area.code, person=grant.person_id, role=grant.role)
        check_somebody_manages(grant.role)
    grant.refresh_from_db(fields=["valid_until"])


def managers() -> QuerySet[Person]:
    """Who manages people everywhere, and so can let everybody else in."""
    roles = roles_with(Permission.MANAGE_PEOPLE)
    held = Grant.objects.current().filter(role__in=roles, office=None, group=None, area__parent=None)
    return Person.objects.filter(is_active=True, pk__in=held.values("person"))


def check_somebody_manages(*roles: str) -> None:
    """PeopleError, which undoes the caller's transaction, when the last one who manages people would go."""
    if not any(Permission.MANAGE_PEOPLE in PERMISSIONS[role] for role in roles):
        return
    if not managers().exists():
        raise PeopleError(_("Ini admin terakhir. Beri peran admin kepada orang lain dulu."))


@transaction.atomic
def put_on_duty(*, grant: Grant, on_duty: bool, by: Person | None) -> None:
    """Whether this member gets a release first. Twice is the same as once."""
    if Grant.objects.current().filter(pk=grant.pk).exclude(on_duty=on_duty).update(on_duty=on_duty):
        record("grant.duty", grant, by=by, area=grant.area.code, person=grant.person_id, on_duty=on_duty)
    grant.on_duty = on_duty


@transaction.atomic
def move(*, grant: Grant, group: Group, by: Person | None) -> Grant:
    """A member goes over to another group, as whom they were in the first; the first grant ends."""
    if grant.group_id == group.pk:
        raise PeopleError(_("Orang ini sudah di KIM itu. Pilih KIM lain."))
    end(grant=grant, by=by)
    return give(person=grant.person, role=grant.role, area=group.home, group=group, on_duty=grant.on_duty, by=by)


@transaction.atomic
def change_role(*, grant: Grant, role: str, by: Person | None) -> Grant:
    """A member becomes chair, or a chair member again."""
    if grant.role == role:
        return grant
    end(grant=grant, by=by)
    again = {"group": grant.group, "office": grant.office, "on_duty": grant.on_duty}
    return give(person=grant.person, role=role, area=grant.area, by=by, **again)  # type: ignore[arg-type]
