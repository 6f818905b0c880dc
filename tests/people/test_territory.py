"""Who may look after whom."""

from datetime import date

import pytest

from jembatan.people.permissions import Territory
from jembatan.people.roles import Role
from jembatan.people.territory import (
    RELAYING,
    groups_of,
    may_manage,
    of_grant,
    of_group,
    people_beyond,
    villages_beyond,
)
from tests import factories

pytestmark = pytest.mark.django_db


def test_only_chairs_and_volunteers_do_nothing_but_relay():
    assert sorted(RELAYING) == sorted([Role.CHAIR, Role.VOLUNTEER])


def test_groups_and_grants_lie_in_their_home():
    factories.regency()
    group = factories.group("16.06.01.2001")
    siti = factories.volunteer(group)

    assert of_group(group) == Territory("16.06.01.2001", group=group.pk)
    assert of_grant(siti.grants.get()) == Territory("16.06.01.2001", group=group.pk)


def test_a_coordinator_looks_after_the_groups_of_the_district():
    factories.regency()
    ours, _theirs = factories.group("16.06.01.2001"), factories.group("16.06.02.2001")
    coordinator = factories.person(Role.COORDINATOR, "16.06.01")

    assert list(groups_of(coordinator)) == [ours]


@pytest.mark.parametrize(
    ("who", "manages"),
    [("admin", True), ("coordinator", True), ("neighbour", False), ("editor", False), ("chair", False)],
)
def test_a_volunteer_is_managed_from_above(who, manages):
    factories.regency()
    group = factories.group("16.06.01.2001")
    people = {
        "admin": factories.person(Role.ADMIN),
        "coordinator": factories.person(Role.COORDINATOR, "16.06.01"),
        "neighbour": factories.person(Role.COORDINATOR, "16.06.02"),
        "editor": factories.person(Role.EDITOR),
        "chair": factories.person(Role.CHAIR, "16.06.01.2001", group=group),
    }
    siti = factories.volunteer(group)

    assert may_manage(people[who], siti) is manages


def test_a_volunteer_who_is_also_editor_is_not_the_coordinators_to_change():
    factories.regency()
    siti = factories.volunteer(factories.group("16.06.01.2001"))
    coordinator = factories.person(Role.COORDINATOR, "16.06.01")
    factories.grant(siti, Role.EDITOR, "16.06")

    assert not may_manage(coordinator, siti)


def test_an_editor_within_the_district_is_not_the_coordinators_to_change():
    factories.regency()
    editor = factories.person(Role.EDITOR, "16.06.01")

    assert not may_manage(factories.person(Role.COORDINATOR, "16.06.01"), editor)


def test_a_volunteer_of_two_districts_is_the_admins_only():
    factories.regency()
    siti = factories.volunteer(factories.group("16.06.01.2001"))
    other = factories.group("16.06.02.2001")
    factories.grant(siti, Role.VOLUNTEER, "16.06.02.2001", group=other)

    assert not may_manage(factories.person(Role.COORDINATOR, "16.06.01"), siti)
    assert may_manage(factories.person(Role.ADMIN), siti)


def test_people_beyond_are_those_of_other_districts_and_those_of_nobody():
    factories.regency()
    ours, theirs = (factories.volunteer(factories.group(home)) for home in ("16.06.01.2001", "16.06.02.2001"))
    later = factories.person(Role.EDITOR, valid_from=date(2999, 1, 1))
    former = factories.person(
        Role.VOLUNTEER, "16.06.01.2002", valid_until=date(2020, 1, 1), valid_from=date(2019, 1, 1)
    )
    newcomer = factories.person()
    people = {person.pk for person in (ours, theirs, later, former, newcomer)}

    assert people_beyond(factories.person(Role.COORDINATOR, "16.06.01"), people) == {theirs.pk, later.pk, newcomer.pk}
    assert people_beyond(factories.person(Role.ADMIN), people) == set()


def test_villages_beyond_are_those_of_other_districts():
    factories.regency()
    codes = ["16.06.01.2001", "16.06.02.2001"]
    villages = [factories.get_area(code) for code in codes]

    beyond = [
        list(villages_beyond(factories.person(role, at), villages).values_list("code", flat=True))
        for role, at in [(Role.ADMIN, "16.06"), (Role.COORDINATOR, "16.06.01"), (Role.EDITOR, "16.06")]
    ]

    assert beyond == [[], codes[1:], codes]
