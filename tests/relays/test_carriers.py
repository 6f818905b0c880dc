"""Who can be called: names and numbers, the ones with a working link apart from the others."""

import pytest
from django.utils import timezone

from jembatan.messages import actions as messages
from jembatan.people.roles import Role
from jembatan.relays import carriers
from jembatan.relays.models import Asking
from tests import factories

pytestmark = pytest.mark.django_db


def test_asked_people_come_with_their_number(relay, siti):
    (found,) = carriers.of_relays([relay])[relay.pk]

    assert (found.name, found.phone, found.whatsapp, found.asked) == (
        "Siti Aminah", "+6281211112222", "6281211112222", True,
    )  # fmt: skip


def test_person_whose_link_was_taken_away_is_left_out(relay):
    Asking.objects.update(revoked_at=timezone.now())

    assert carriers.of_relays([relay]).get(relay.pk, []) == []


def test_number_that_ended_is_not_shown(siti):
    for contact in siti.recipient.contacts.filter(channel="phone"):
        messages.end(contact=contact, by=None)

    assert carriers.numbers({siti.pk}) == {}


def test_everyone_who_serves_a_village_is_named_with_the_group(kim, siti):
    factories.volunteer(kim, name="Budi", email=None, on_duty=False)

    found = carriers.of_villages([kim.home_id])[kim.home_id]

    assert [(one.name, one.group, bool(one.phone)) for one in found] == [
        ("Siti Aminah", kim.name, True),
        ("Budi", kim.name, False),
    ]


def test_coordinators_are_those_of_the_district(regency):
    tono = factories.person(Role.COORDINATOR, "16.06.01", name="Tono")
    messages.agree(person=tono, channel="phone", address="0813-1111-2222", source="test", by=None)
    factories.person(Role.EDITOR, "16.06", name="Ratna")

    found = carriers.coordinators({"16.06.01", "16.06.02"})

    assert {code: [(one.name, one.phone) for one in people] for code, people in found.items()} == {
        "16.06.01": [("Tono", "+6281311112222")]
    }
