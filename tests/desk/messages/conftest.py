"""A release on its way to two villages, and letters of it that did not arrive."""

import pytest
from django.test import Client

from jembatan.messages import engine
from jembatan.messages.models import Delivery, Dispatch
from jembatan.messages.workflow import State
from jembatan.people.models import Person
from jembatan.people.roles import Role
from tests import factories

HOME, NEXT = "16.06.01.2001", "16.06.01.2002"


@pytest.fixture
def regency(db):
    return factories.regency()


@pytest.fixture
def siti(regency):
    kim = factories.group(HOME, name="KIM Serasan")
    return factories.volunteer(kim, name="Siti Aminah", email="siti.aminah@contoh.id")


@pytest.fixture
def budi(regency):
    return factories.volunteer(factories.group(NEXT, name="KIM Melati"), name="Budi Santoso", email="budi@contoh.id")


@pytest.fixture
def both(siti, budi) -> tuple[Person, Person]:
    return siti, budi


@pytest.fixture
def admin(regency):
    return factories.person(Role.ADMIN, name="Admin")


@pytest.fixture
def dispatch(siti, budi) -> Dispatch:
    """The letter about a release, fanned out to both and not sent yet."""
    factories.published(title="Posyandu keliling")
    engine.fan_out.next_chunk()
    return Dispatch.objects.get()


def dead(dispatch: Dispatch, person: Person, state: State = State.FAILED, reason: str | None = "SMTP 550") -> Delivery:
    """The person's letter of the dispatch, dead by way of being sent."""
    letter = Delivery.objects.get(dispatch=dispatch, recipient__person=person)
    held = {"token": "12345678-1234-5678-1234-567812345678", "lease_until": "2026-01-01T00:00Z"}
    for step, more in [(State.LEASED, held), (State.SENDING, {}), (state, {"token": None, "lease_until": None})]:
        Delivery.objects.filter(pk=letter.pk).update(state=step, **more)
    Delivery.objects.filter(pk=letter.pk).update(reason=reason)
    letter.refresh_from_db()
    return letter


@pytest.fixture
def office(signed_in, admin) -> Client:
    """The admin's browser."""
    return signed_in(admin)
