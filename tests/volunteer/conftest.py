"""Two villages and their volunteers: Siti serves one through her KIM, Budi the other."""

from collections.abc import Callable

import pytest
from django.test import Client

from jembatan.people.models import Person
from jembatan.relays.links import token
from jembatan.relays.models import Relay
from jembatan.releases.models import Release
from tests import factories

SITI, BUDI = "16.06.01.2001", "16.06.01.2002"
PHONE = "Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 Chrome/120.0 Mobile"


@pytest.fixture
def phone() -> Client:
    return Client(headers={"user-agent": PHONE})


@pytest.fixture
def regency(db):
    return factories.regency()


@pytest.fixture
def siti(regency) -> Person:
    return factories.volunteer(factories.group(SITI, name="KIM Melati"), name="Siti Aminah")


@pytest.fixture
def budi(regency) -> Person:
    return factories.volunteer(factories.group(BUDI, name="KIM Kenanga"), name="Budi Santoso")


@pytest.fixture
def release(siti, budi) -> Release:
    return factories.published()


@pytest.fixture
def relay(release) -> Relay:
    """Siti's."""
    return relay_at(release, SITI)


def relay_at(release: Release, code: str) -> Relay:
    return Relay.objects.get(release=release, code=code)


def link_of(relay: Relay, person: Person) -> str:
    return f"/r/{token(relay.pk, person.pk)}/"


@pytest.fixture
def link(relay, siti) -> str:
    return link_of(relay, siti)


@pytest.fixture
def tell(phone, link) -> Callable[..., object]:
    """Siti says that she passed it on."""

    def _tell(**more: object) -> object:
        return phone.post(f"{link}sudah/", {"places": ["whatsapp"], "version": 1} | more)

    return _tell
