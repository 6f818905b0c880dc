"""Two people at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from jembatan.people import actions, grants, groups
from jembatan.people.errors import PeopleError
from jembatan.people.models import Grant, Group, Person
from jembatan.people.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> int:
    """Do all at once; how many were refused."""
    start, refused = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except PeopleError as wrong:
            refused.append(wrong)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(refused)


def test_two_admins_who_end_each_other_leave_one():
    factories.regency()
    one, other = factories.person(Role.ADMIN), factories.person(Role.ADMIN)

    refused = together(
        lambda: grants.end(grant=one.grants.get(), by=other), lambda: grants.end(grant=other.grants.get(), by=one)
    )

    assert (refused, Grant.objects.current().count()) == (1, 1)


def test_two_admins_who_switch_each_other_off_leave_one():
    factories.regency()
    one, other = factories.person(Role.ADMIN), factories.person(Role.ADMIN)

    refused = together(
        lambda: actions.deactivate(person=one, by=other), lambda: actions.deactivate(person=other, by=one)
    )

    assert (refused, Person.objects.filter(is_active=True).count()) == (1, 1)


def test_a_role_given_by_two_at_once_is_held_once():
    root, ayu = factories.regency(), factories.person()

    refused = together(*[lambda: grants.give(person=ayu, role=Role.EDITOR, area=root, by=None)] * 2)

    assert (refused, ayu.grants.count()) == (1, 1)


def test_a_group_founded_by_two_at_once_is_one():
    factories.regency()
    home = factories.get_area("16.06.01.2001")

    refused = together(*[lambda: groups.found(name="KIM Melati", home=home, by=None)] * 2)

    assert (refused, Group.objects.count()) == (1, 1)
