"""What the database itself refuses, each constraint broken once."""

import pytest
from django.db import IntegrityError, transaction

from jembatan.people.models import Grant, Group, Person, Service, SignInLink
from jembatan.people.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


def refused(make) -> str:
    """The name of the constraint that refuses it."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make()
    return caught.value.__cause__.diag.constraint_name


def test_two_people_cannot_share_an_address_for_signing_in():
    Person.objects.create(name="Ayu", email="ayu@contoh.id")

    broken = refused(lambda: Person.objects.create(name="Ayu Lain", email="ayu@contoh.id"))

    assert broken == "people_person_email_key"


def test_people_without_an_address_are_many():
    Person.objects.create(name="Ayu")
    Person.objects.create(name="Budi")

    assert Person.objects.filter(email=None).count() == 2


def test_a_role_is_held_once():
    factories.regency()
    ayu = factories.person(Role.EDITOR)

    broken = refused(lambda: factories.grant(ayu, Role.EDITOR, "16.06"))

    assert broken == "grant_once"


def test_a_role_that_ended_is_held_again():
    factories.regency()
    ayu = factories.person(Role.EDITOR)
    Grant.objects.update(valid_until="2026-01-01")

    factories.grant(ayu, Role.EDITOR, "16.06")

    assert ayu.grants.count() == 2


def test_a_chair_needs_a_group():
    factories.regency()

    assert refused(lambda: factories.person(Role.CHAIR, "16.06.01.2001")) == "grant_chair_has_group"


def test_an_officer_needs_an_office():
    factories.regency()

    assert refused(lambda: factories.person(Role.OFFICER)) == "grant_officer_has_office"


def test_a_group_is_called_so_once_in_its_home():
    factories.regency()
    factories.group("16.06.01.2001", name="KIM Melati")
    home = factories.get_area("16.06.01.2001")

    assert refused(lambda: Group.objects.create(name="KIM Melati", home=home)) == "group_name_once_per_home"


def test_a_group_serves_a_village_once():
    factories.regency()
    group = factories.group("16.06.01.2001")

    assert refused(lambda: Service.objects.create(group=group, area=group.home)) == "service_once"


def test_a_secret_signs_in_one_person():
    ayu = factories.person()
    SignInLink.objects.create(person=ayu, digest=b"x", expires_at="2026-01-01T00:00Z")

    broken = refused(lambda: SignInLink.objects.create(person=ayu, digest=b"x", expires_at="2026-01-01T00:00Z"))

    assert broken == "people_signinlink_digest_key"
