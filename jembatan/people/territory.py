"""Where people, groups, offices and grants lie, and who may look after them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from jembatan.areas.models import Area
from jembatan.people.models import Grant, Group, Office, Person
from jembatan.people.permissions import Territory, Who, grants_for, within
from jembatan.people.roles import PERMISSIONS, Permission

# What KIM do: pass on what comes down, take down what goes up. Who may do no more can be named by a coordinator.
KIM = {Permission.RELAY, Permission.TAKE_DOWN_VOICES}
RELAYING = [role for role, permissions in PERMISSIONS.items() if Permission.RELAY in permissions and permissions <= KIM]


def of_group(group: Group) -> Territory:
    """A group lies in its home, also when it serves villages elsewhere."""
    return Territory(group.home.code, group=group.pk)


def of_office(office: Office) -> Territory:
    return Territory(office.area.code, office=office.pk)


def of_grant(grant: Grant) -> Territory:
    return Territory(grant.area.code, office=grant.office_id, group=grant.group_id)


def groups_of(person: Who) -> QuerySet[Group]:
    """The groups that this person looks after."""
    mine = within(person, Permission.MANAGE_GROUPS, code="home__code", group="pk")
    found: QuerySet[Group] = Group.objects.filter(mine)
    return found


def _governed_by(person: Who) -> Q:
    """Grants that this person may give and end."""
    people = within(person, Permission.MANAGE_PEOPLE, code="area__code", office="office", group="group")
    groups = within(person, Permission.MANAGE_GROUPS, code="area__code", group="group")
    return people | (groups & Q(role__in=RELAYING))


def villages_beyond(person: Who, villages: Iterable[Area]) -> QuerySet[Area]:
    """Those of these villages whose groups this person does not look after."""
    mine = within(person, Permission.MANAGE_GROUPS, code="code")
    return Area.objects.filter(pk__in=[village.pk for village in villages]).exclude(mine).order_by("code")


def may_manage(by: Who, person: Person) -> bool:
    """Whether all that the person may do lies in what `by` looks after.

    Names and contacts are changed only then: whoever sets somebody's e-mail address can sign in as them.
    """
    return not people_beyond(by, [person.pk])


def people_beyond(by: Who, people: Iterable[int]) -> set[int]:
    """Those of these people (ids) whom `by` does not look after; for who manages people everywhere, nobody.

    One role elsewhere is enough, also one that begins tomorrow; and who never held one here is nobody's to look up.
    """
    people = set(people)
    if _manages_everybody(by):
        return set()
    theirs, governed = Grant.objects.filter(person__in=people), _governed_by(by)
    known = set(theirs.filter(governed).values_list("person_id", flat=True))
    elsewhere = set(theirs.not_ended().exclude(governed).values_list("person_id", flat=True))
    return elsewhere | (people - known)


def _manages_everybody(person: Who) -> bool:
    held = grants_for(person, Permission.MANAGE_PEOPLE)
    return any(grant.area.parent_id is None and not grant.office_id and not grant.group_id for grant in held)
