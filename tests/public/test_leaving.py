"""The link in every e-mail that ends a contact."""

import pytest
from django.test import Client

from jembatan.messages import addresses
from jembatan.messages.models import Contact
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact() -> Contact:
    factories.regency()
    factories.volunteer(factories.group("16.06.01.2001"))
    return Contact.objects.get(channel="email")


def test_looking_ends_nothing_and_pressing_does(contact: Contact) -> None:
    path = addresses.leave_path(contact.pk)

    asked = Client().get(path)
    still = Contact.objects.live().filter(pk=contact.pk).exists()
    ended = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})

    assert (asked.status_code, still, ended.status_code) == (200, True, 200)
    assert not Contact.objects.live().filter(pk=contact.pk).exists()


def test_pressing_twice_is_the_same_as_once(contact: Contact) -> None:
    path = addresses.leave_path(contact.pk)
    Client().post(path)
    first = Contact.objects.get(pk=contact.pk).ended_at

    again = Client().post(path)

    assert (again.status_code, Contact.objects.get(pk=contact.pk).ended_at) == (200, first)


@pytest.mark.parametrize("token", ["1-0000", "abc", "9999999999999999999-00", "1"])
def test_a_token_that_we_did_not_make_is_not_found(contact: Contact, token: str) -> None:
    assert Client().post(f"/berhenti/{token}/").status_code == 404
    assert Contact.objects.live().filter(pk=contact.pk).exists()
