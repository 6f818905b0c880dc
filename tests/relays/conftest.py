"""A small regency with one KIM in each district, and a release on its way."""

from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import transaction

from jembatan.people.models import Group, Person
from jembatan.people.roles import Role
from jembatan.relays.models import Relay
from jembatan.releases.models import Release
from tests import factories

HOME, NEXT, FAR = "16.06.01.2001", "16.06.01.2002", "16.06.01.2003"


@pytest.fixture
def regency(db):
    return factories.regency()


@pytest.fixture
def kim(regency) -> Group:
    return factories.group(HOME)


@pytest.fixture
def siti(kim) -> Person:
    return factories.volunteer(kim, name="Siti Aminah", phone="0812-1111-2222")


@pytest.fixture
def ratna(regency) -> Person:
    """The editor at the root."""
    return factories.person(Role.EDITOR, name="Ratna")


@pytest.fixture
def release(siti) -> Release:
    return factories.published()


@pytest.fixture
def relay(release) -> Relay:
    return release.relays.get(code=HOME)


@pytest.fixture
def transactional_rollback(db):
    """A context in which everything happens and nothing stays: each example of hypothesis begins anew."""

    @contextmanager
    def scope():
        cache.clear()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return scope
