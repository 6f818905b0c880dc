"""Groups: founded, changed, ended; the home is always among the villages served."""

import pytest

from jembatan.audit.models import Entry
from jembatan.people import groups
from jembatan.people.errors import PeopleError
from jembatan.people.models import Grant, Group
from tests import factories

pytestmark = pytest.mark.django_db


def codes(group: Group) -> list[str]:
    return list(group.areas.order_by("code").values_list("code", flat=True))


def test_a_group_serves_its_home_and_what_is_named():
    factories.regency()
    home, other = factories.get_area("16.06.01.2001"), factories.get_area("16.06.01.2003")

    group = groups.found(name="  KIM   Melati ", home=home, serves=[other], by=None)

    assert (group.name, codes(group)) == ("KIM Melati", ["16.06.01.2001", "16.06.01.2003"])
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == ["group.founded", "group.serves"]


@pytest.mark.parametrize("name", ["KIM Melati", "kim melati"])
def test_a_name_that_the_home_has_is_refused(name):
    factories.regency()
    factories.group("16.06.01.2001", name="KIM Melati")

    with pytest.raises(PeopleError, match="sudah punya KIM Melati"):
        groups.found(name=name, home=factories.get_area("16.06.01.2001"), by=None)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_too_short_or_long_is_refused(name):
    factories.regency()

    with pytest.raises(PeopleError, match="1 sampai 120 huruf"):
        groups.found(name=name, home=factories.get_area("16.06.01.2001"), by=None)


def test_changing_keeps_the_home_among_the_villages():
    factories.regency()
    group = factories.group("16.06.01.2001", "16.06.01.2002")

    groups.change(group=group, name="KIM Anggrek", serves=[factories.get_area("16.06.01.2003")], by=None)

    group.refresh_from_db()
    assert (group.name, codes(group)) == ("KIM Anggrek", ["16.06.01.2001", "16.06.01.2003"])


def test_changing_nothing_leaves_no_trace():
    factories.regency()
    group = factories.group("16.06.01.2001")

    groups.change(group=group, name=group.name, serves=[], by=None)

    assert not Entry.objects.exists()


def test_a_name_taken_by_the_neighbour_in_the_same_home_is_refused():
    factories.regency()
    factories.group("16.06.01.2001", name="KIM Melati")
    other = factories.group("16.06.01.2001", name="KIM Mawar")

    with pytest.raises(PeopleError, match="sudah punya KIM melati"):
        groups.change(group=other, name="KIM melati", serves=[], by=None)


def test_ending_a_group_ends_its_members_roles():
    factories.regency()
    group = factories.group("16.06.01.2001")
    siti = factories.volunteer(group)

    groups.end(group=group, by=None)

    assert not Group.objects.current().filter(pk=group.pk).exists()
    assert not Grant.objects.current().filter(person=siti).exists()
    assert Entry.objects.get(action="group.ended").facts == {"members": 1}


def test_a_group_that_ended_begins_again_under_its_name():
    factories.regency()
    group = factories.group("16.06.01.2001", name="KIM Melati")
    groups.end(group=group, by=None)

    again = groups.found(name="KIM Melati", home=group.home, by=None)

    assert again.pk == group.pk
    assert Group.objects.current().filter(pk=group.pk).exists()
