"""Where people, groups, offices and grants lie, and who may look after them."""

from django.db.models import Q, QuerySet

from jembatan.people.models import Grant, Group, Office, Person
from jembatan.people.permissions import Territory, Who, within
from jembatan.people.roles import PERMISSIONS, Permission

# Roles that permit nothing but passing releases on: a coordinator may give them in the own district.
RELAYING = [role for role, permissions in PERMISSIONS.items() if permissions == {Permission.RELAY}]


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


def grants_of(person: Who) -> QuerySet[Grant]:
    """The current grants that this person may end."""
    found: QuerySet[Grant] = Grant.objects.current().filter(_governed_by(person))
    return found


def may_manage(by: Who, person: Person) -> bool:
    """Whether all that the person may do lies in what `by` looks after.

    Names and contacts are changed only then: whoever sets somebody's e-mail address can sign in as them.
    """
    return may_manage_all(by, [person.pk])


def may_manage_all(by: Who, people: list[int]) -> bool:
    theirs = Grant.objects.current().filter(person__in=people)
    return not theirs.exclude(_governed_by(by)).exists()
