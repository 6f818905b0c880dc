"""Who may agree that a seal is opened."""

import pytest

from jembatan.people.roles import Role
from jembatan.voices import identity
from jembatan.voices.models import Handler
from jembatan.voices.reporter import Reporter
from jembatan.voices.workflow import Refused
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db
WHY = "Perlu bertemu pelapor untuk memeriksa lokasi."
SITI = Reporter(name="Siti Aminah")


@pytest.fixture
def home():
    return voices.house()


def agreeing(home, unsealing):
    people = [home.dewi, home.rina, home.budi, home.ibu, factories.person(Role.ADMIN, name="Admin")]
    people.append(factories.person(Role.REVIEWER, name="Ratna"))
    return {who.name for who in people if identity.decidable(who).filter(pk=unsealing.pk).exists()}


def test_another_reviewer_or_the_admin_agrees(home):
    voice = voices.voice(reporter=SITI)
    unsealing = identity.ask(voice=voice, reason=WHY, by=home.rina)

    assert agreeing(home, unsealing) == {"Admin", "Ratna"}
    with pytest.raises(Refused, match="orang lain"):
        identity.decide(unsealing=unsealing, grant=True, by=home.rina)


def test_of_one_about_officials_no_reviewer_hears(home):
    voice = voices.voice(reporter=SITI, about_official=True)
    unsealing = identity.ask(voice=voice, reason=WHY, by=home.ibu)

    assert agreeing(home, unsealing) == {"Admin"}


def test_of_a_confidential_one_only_the_named(home):
    ratna = factories.person(Role.REVIEWER, name="Ratna yang ditunjuk")
    voice = voices.voice(reporter=SITI, confidential=True)
    Handler.objects.exclude(person__in=[home.rina, ratna]).delete()
    unsealing = identity.ask(voice=voice, reason=WHY, by=home.rina)

    assert agreeing(home, unsealing) == set()
    assert identity.decidable(ratna).get() == unsealing
