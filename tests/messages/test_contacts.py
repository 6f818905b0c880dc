"""How one person is reached."""

import pytest

from jembatan.audit.models import Entry
from jembatan.messages import contacts
from jembatan.messages.contacts import Shown
from jembatan.messages.errors import BadAddress
from jembatan.messages.models import Contact
from jembatan.people import signin
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "masked"),
    [("+6281234567890", "0812••••90"), ("siti.aminah@contoh.id", "s••••@contoh.id"), ("a@b.id", "a••••@b.id")],
)
def test_a_masked_address_tells_one_from_another_and_no_more(address, masked):
    assert contacts.mask(address) == masked


def test_contacts_of_many_are_shown_in_part():
    factories.regency()
    group = factories.group("16.06.01.2001")
    siti = factories.volunteer(group, email="siti@contoh.id", phone="0812-3456-7890")
    budi = factories.volunteer(group, email=None)

    found = contacts.masked([siti.pk, budi.pk])

    assert found == {
        siti.pk: [Shown("email", "s••••@contoh.id"), Shown("phone", "0812••••90")],
        budi.pk: [],
    }


def test_looking_at_contacts_in_full_leaves_a_trace():
    factories.regency()
    admin = factories.person()
    siti = factories.volunteer(factories.group("16.06.01.2001"), email=None, phone="0812-3456-7890")

    found = contacts.show(person=siti, by=admin, area="16.06.01.2001")

    assert found == [Shown("phone", "081234567890")]
    entry = Entry.objects.get(action="contact.shown")
    assert (entry.actor, entry.subject, entry.area_code) == (admin.pk, f"person:{siti.pk}", "16.06.01.2001")


def test_a_contact_takes_the_place_of_the_one_before():
    factories.regency()
    admin = factories.person()
    siti = factories.volunteer(factories.group("16.06.01.2001"), email="lama@contoh.id", phone="0812-3456-7890")

    contacts.replace(person=siti, channel="email", address="baru@contoh.id", source="lisan", by=admin)

    assert contacts.masked([siti.pk])[siti.pk] == [Shown("email", "b••••@contoh.id"), Shown("phone", "0812••••90")]
    assert Contact.objects.get(ended_because="replaced").channel == "email"


def test_a_bad_address_leaves_the_old_one():
    factories.regency()
    siti = factories.volunteer(factories.group("16.06.01.2001"), email=None, phone="0812-3456-7890")

    with pytest.raises(BadAddress):
        contacts.replace(person=siti, channel="phone", address="08", source="lisan", by=siti)

    assert contacts.masked([siti.pk])[siti.pk] == [Shown("phone", "0812••••90")]


@pytest.mark.parametrize(
    ("channel", "address", "alive"), [("email", "baru@contoh.id", False), ("phone", "0813-9999-8888", True)]
)
def test_a_link_sent_to_the_old_mailbox_signs_nobody_in(channel, address, alive):
    factories.regency()
    admin = factories.person()
    siti = factories.volunteer(factories.group("16.06.01.2001"), email="lama@contoh.id", phone="0812-3456-7890")
    secret = signin.issue(siti).strip("/").rpartition("/")[2]

    contacts.replace(person=siti, channel=channel, address=address, source="lisan", by=admin)

    assert (signin.find(secret) is not None) == alive


def test_the_same_address_again_keeps_the_link():
    factories.regency()
    siti = factories.volunteer(factories.group("16.06.01.2001"), email="siti@contoh.id")
    secret = signin.issue(siti).strip("/").rpartition("/")[2]

    contacts.replace(person=siti, channel="email", address="Siti@contoh.id", source="lisan", by=siti)

    assert signin.find(secret) is not None
