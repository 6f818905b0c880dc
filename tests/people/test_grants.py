"""Roles: given and ended, from the next request on."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from jembatan.areas.clock import today
from jembatan.audit.models import Entry
from jembatan.people import grants
from jembatan.people.errors import PeopleError
from jembatan.people.models import Grant
from jembatan.people.permissions import Territory, may
from jembatan.people.roles import Permission, Role
from tests import factories

pytestmark = pytest.mark.django_db
REGENCY = Territory("16.06")


def test_a_role_holds_at_once_and_leaves_a_trace():
    root, admin, ayu = factories.regency(), factories.person(), factories.person()

    grant = grants.give(person=ayu, role=Role.REVIEWER, area=root, by=admin)

    assert may(ayu, Permission.REVIEW_RELEASES, on=REGENCY)
    entry = Entry.objects.get(action="grant.given")
    assert (entry.actor, entry.subject, entry.area_code) == (admin.pk, f"grant:{grant.pk}", "16.06")
    assert entry.facts == {"person": ayu.pk, "role": "reviewer"}


def test_a_role_that_ends_holds_no_longer():
    factories.regency()
    ayu = factories.person(Role.REVIEWER)

    grants.end(grant=ayu.grants.get(), by=None)
    grants.end(grant=ayu.grants.get(), by=None)

    assert not may(ayu, Permission.REVIEW_RELEASES, on=REGENCY)
    assert Entry.objects.filter(action="grant.ended").count() == 1


def test_a_role_can_begin_later():
    root, ayu = factories.regency(), factories.person()

    grants.give(person=ayu, role=Role.EDITOR, area=root, valid_from=today() + timedelta(1), by=None)

    assert not may(ayu, Permission.WRITE_RELEASES, on=REGENCY)


def test_a_role_holds_on_its_last_day():
    root, ayu = factories.regency(), factories.person()

    grants.give(person=ayu, role=Role.EDITOR, area=root, valid_until=today(), by=None)

    assert may(ayu, Permission.WRITE_RELEASES, on=REGENCY)


def test_a_role_given_twice_is_refused():
    root = factories.regency()
    ayu = factories.person(Role.EDITOR)

    with pytest.raises(PeopleError, match="sudah memegang peran itu"):
        grants.give(person=ayu, role=Role.EDITOR, area=root, by=None)


@pytest.mark.parametrize(
    ("role", "needs"), [(Role.CHAIR, "KIM-nya"), (Role.OFFICER, "perangkat daerahnya")], ids=["chair", "officer"]
)
def test_a_role_without_what_it_needs_is_refused(role, needs):
    root = factories.regency()

    with pytest.raises(PeopleError, match=needs):
        grants.give(person=factories.person(), role=role, area=root, by=None)


def test_a_role_for_what_it_does_not_take_is_refused():
    root, group, office = factories.regency(), factories.group("16.06.01.2001"), factories.office()

    with pytest.raises(PeopleError, match="KIM-nya"):
        grants.give(person=factories.person(), role=Role.EDITOR, area=root, group=group, by=None)
    with pytest.raises(PeopleError, match="perangkat daerahnya"):
        grants.give(person=factories.person(), role=Role.COORDINATOR, area=root, office=office, by=None)

    assert Grant.objects.count() == 0


def test_a_role_that_ends_before_it_begins_is_refused():
    root, day = factories.regency(), today()

    with pytest.raises(PeopleError, match="sesudah tanggal mulai"):
        grants.give(person=factories.person(), role=Role.EDITOR, area=root, valid_until=day - timedelta(1), by=None)


def test_the_last_admin_stays():
    factories.regency()
    admin = factories.person(Role.ADMIN)

    with pytest.raises(PeopleError, match="admin terakhir"):
        grants.end(grant=admin.grants.get(), by=admin)

    assert Grant.objects.current().filter(person=admin).exists()


def test_one_of_two_admins_may_go():
    factories.regency()
    admin = factories.person(Role.ADMIN)
    factories.person(Role.ADMIN)

    grants.end(grant=admin.grants.get(), by=admin)

    assert not Grant.objects.current().filter(person=admin).exists()


def test_an_admin_of_a_district_does_not_count_as_one():
    factories.regency()
    admin = factories.person(Role.ADMIN)
    factories.person(Role.ADMIN, "16.06.01")

    with pytest.raises(PeopleError, match="admin terakhir"):
        grants.end(grant=admin.grants.get(), by=admin)


def test_a_member_goes_over_to_another_group():
    factories.regency()
    one, other = factories.group("16.06.01.2001"), factories.group("16.06.01.2002")
    siti = factories.volunteer(one)

    moved = grants.move(grant=siti.grants.get(), group=other, by=None)

    assert (moved.group, moved.area, moved.on_duty) == (other, other.home, True)
    assert list(Grant.objects.current().filter(person=siti)) == [moved]


def test_a_member_becomes_chair():
    factories.regency()
    siti = factories.volunteer(factories.group("16.06.01.2001"))

    grants.change_role(grant=siti.grants.get(), role=Role.CHAIR, by=None)

    assert [grant.role for grant in Grant.objects.current().filter(person=siti)] == [Role.CHAIR]


def test_duty_is_taken_down_once():
    factories.regency()
    siti = factories.volunteer(factories.group("16.06.01.2001"), on_duty=False)

    grants.put_on_duty(grant=siti.grants.get(), on_duty=True, by=None)
    grants.put_on_duty(grant=siti.grants.get(), on_duty=True, by=None)

    assert siti.grants.get().on_duty
    assert Entry.objects.filter(action="grant.duty").count() == 1


@time_machine.travel(datetime(2026, 3, 1, 18, tzinfo=UTC), tick=False)  # 01.00 WIB on the next day
def test_a_role_begins_and_ends_at_midnight_of_the_area():
    factories.regency()
    second, first = date(2026, 3, 2), date(2026, 3, 1)
    new, old = factories.person(Role.EDITOR), factories.person(Role.EDITOR, valid_from=first, valid_until=first)

    current = set(Grant.objects.current().values_list("person_id", "valid_from"))

    assert current == {(new.pk, second)}
    assert grants.ended(old.grants.get())
