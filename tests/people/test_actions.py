"""People: added, changed, invited, switched off; and offices."""

from datetime import date

import pytest

from jembatan.audit.models import Entry
from jembatan.people import actions, offices, signin
from jembatan.people.errors import PeopleError
from jembatan.people.models import Office, Person
from jembatan.people.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


def secret(path: str) -> str:
    return path.split("/")[3]


def test_a_new_person_has_no_password_and_a_lower_case_address():
    person = actions.add_person(name=" Siti  Aminah ", email="Siti@Contoh.ID", by=None)

    assert (person.name, person.email, person.has_usable_password()) == ("Siti Aminah", "siti@contoh.id", False)


def test_an_address_that_is_taken_is_refused():
    actions.add_person(name="Siti", email="siti@contoh.id", by=None)

    with pytest.raises(PeopleError, match="sudah dipakai orang lain"):
        actions.add_person(name="Siti Lain", email="SITI@contoh.id", by=None)

    assert Person.objects.count() == 1


def test_another_address_kills_links_to_the_old_one():
    siti = actions.add_person(name="Siti", email="siti@contoh.id", by=None)
    link = signin.issue(siti)

    actions.change_person(person=siti, name="Siti", email="baru@contoh.id", by=None)

    assert signin.find(secret(link)) is None
    assert Entry.objects.get(action="person.changed").facts == {"fields": ["email"]}


def test_another_name_keeps_links():
    siti = actions.add_person(name="Siti", email="siti@contoh.id", by=None)
    link = signin.issue(siti)

    actions.change_person(person=siti, name="Siti Aminah", email="siti@contoh.id", by=None)

    assert signin.find(secret(link)) is not None


def test_an_invitation_signs_in_once():
    siti = factories.person()

    path = actions.invite(person=siti, by=None)

    assert signin.redeem(secret(path)).person == siti
    assert signin.redeem(secret(path)) is None


def test_a_second_invitation_kills_the_first():
    siti = factories.person()
    first = actions.invite(person=siti, by=None)

    actions.invite(person=siti, by=None)

    assert signin.find(secret(first)) is None


def test_who_is_switched_off_has_no_way_in():
    factories.regency()
    factories.person(Role.ADMIN)
    siti = factories.person()
    siti.set_password("kalimat yang panjang")
    siti.save()
    before, link = siti.get_session_auth_hash(), signin.issue(siti)

    actions.deactivate(person=siti, by=None)

    assert (siti.is_active, siti.has_usable_password()) == (False, False)
    assert signin.find(secret(link)) is None
    assert siti.get_session_auth_hash() != before
    with pytest.raises(PeopleError, match="dinonaktifkan"):
        actions.invite(person=siti, by=None)


def test_links_and_sessions_stay_dead_after_switching_on_again():
    factories.regency()
    factories.person(Role.ADMIN)
    siti = factories.person()
    before, link = siti.get_session_auth_hash(), signin.issue(siti)
    actions.deactivate(person=siti, by=None)

    actions.activate(person=siti, by=None)

    assert (siti.is_active, siti.get_session_auth_hash() == before) == (True, False)
    assert signin.find(secret(link)) is None


def test_the_last_admin_cannot_be_switched_off():
    factories.regency()
    admin = factories.person(Role.ADMIN)

    with pytest.raises(PeopleError, match="admin terakhir"):
        actions.deactivate(person=admin, by=admin)

    admin.refresh_from_db()
    assert admin.is_active


def test_an_office_is_followed_by_others():
    root = factories.regency()
    old = offices.add(name="Bappeda", short_name="Bappeda", area=root, valid_from=date(2010, 1, 1), by=None)
    new = offices.add(name="Bapprida", short_name="Bapprida", area=root, valid_from=date(2025, 1, 1), by=None)

    offices.change(
        office=old,
        name="Bappeda",
        short_name="Bappeda",
        valid_from=date(2010, 1, 1),
        valid_until=date(2024, 12, 31),
        successors=[new],
        by=None,
    )

    assert list(Office.objects.current()) == [new]
    assert list(old.successors.all()) == [new]


@pytest.mark.parametrize(
    ("until", "follows", "sentence"),
    [
        (date(2009, 1, 1), False, "sesudah tanggal mulai"),
        (date(2024, 1, 1), True, "dirinya sendiri"),
        (None, True, "dirinya sendiri"),
    ],
)
def test_an_office_out_of_order_is_refused(until, follows, sentence):
    root = factories.regency()
    old = offices.add(name="Bappeda", short_name="Bappeda", area=root, valid_from=date(2010, 1, 1), by=None)
    after = [old] if follows else []

    with pytest.raises(PeopleError, match=sentence):
        offices.change(
            office=old,
            name="B",
            short_name="B",
            valid_from=date(2010, 1, 1),
            valid_until=until,
            successors=after,
            by=None,
        )
