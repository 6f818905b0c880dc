"""A small regency whose first village has a KIM, a release on its way, and the people of the office."""

import pytest

from jembatan.audit.models import Entry
from jembatan.messages import actions as messages
from jembatan.people.roles import Role
from tests import factories

HOME, NEXT, FAR = "16.06.01.2001", "16.06.01.2002", "16.06.01.2003"


@pytest.fixture
def regency(db):
    return factories.regency()


@pytest.fixture
def kim(regency):
    return factories.group(HOME, name="KIM Serasan")


@pytest.fixture
def siti(kim):
    return factories.volunteer(kim, name="Siti Aminah", phone="0812-1111-2222")


@pytest.fixture
def ratna(regency):
    """The editor at the root."""
    return factories.person(Role.EDITOR, name="Ratna")


@pytest.fixture
def dewi(regency):
    """The editor of an office."""
    return factories.person(Role.EDITOR, name="Dewi", office=factories.office("Dinas Kesehatan"))


@pytest.fixture
def tono(regency):
    """The coordinator of the first district."""
    who = factories.person(Role.COORDINATOR, "16.06.01", name="Tono Koordinator")
    messages.agree(person=who, channel="phone", address="0813-9999-8888", source="test", by=None)
    return who


@pytest.fixture
def bupati(regency):
    """An executive: no names."""
    return factories.person(Role.EXECUTIVE, name="Pimpinan")


@pytest.fixture
def release(siti):
    return factories.published()


@pytest.fixture
def relay(release):
    return release.relays.select_related("release", "area").get(code=HOME)


@pytest.fixture
def shown():
    """Whose numbers were shown, by whom and on what: `[(actor, action, subject, people)]`."""

    def all_of() -> list[tuple[int | None, str, str, list[int]]]:
        found = Entry.objects.filter(action__endswith=".numbers_shown").order_by("pk")
        return [(entry.actor, entry.action, entry.subject, entry.facts["people"]) for entry in found]

    return all_of


@pytest.fixture
def media(settings, tmp_path):
    """Where photos go during this test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
