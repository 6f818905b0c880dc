"""Who may take down a voice where, and under which conditions: whatever page it came from."""

from datetime import timedelta

import pytest

from jembatan.areas.clock import today
from jembatan.people.models import Service
from jembatan.people.roles import Role
from jembatan.voices import taking_down
from jembatan.voices.models import Voice
from jembatan.voices.taking_down import Told
from jembatan.voices.workflow import Refused, State
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db
OTHER = "16.06.01.2002"


@pytest.fixture(autouse=True)
def _home():
    voices.house()


@pytest.fixture
def siti():
    return factories.volunteer(factories.group(voices.VILLAGE, name="KIM Melati"), name="Siti")


def told(code: str = voices.VILLAGE, *, days_ago: int = 0, consented: bool = True) -> Told:
    said_on = today() - timedelta(days=days_ago)
    return Told(text="Lampu mati", village=factories.get_area(code), said_on=said_on, consented=consented)


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ({"code": OTHER}, "Desa ini tidak Anda layani"),
        ({"consented": False}, "Bacakan dulu kalimat persetujuan"),
        ({"days_ago": -1}, "paling akhir hari ini"),
        ({"days_ago": 61}, "paling awal 60 hari lalu"),
    ],
)
def test_what_does_not_fit_is_refused(siti, slip, words):
    with pytest.raises(Refused, match=words):
        taking_down.take_down(told=told(**slip), by=siti)
    assert not Voice.objects.exists()


def test_villages_are_those_that_the_group_serves(siti):
    Service.objects.create(group=siti.grants.get().group, area=factories.get_area(OTHER))
    liaison = factories.person(Role.VOLUNTEER, "16.06.02")

    assert [area.code for area in taking_down.villages_of(siti)] == [voices.VILLAGE, OTHER]
    assert [area.code for area in taking_down.villages_of(liaison)] == [f"16.06.02.{n}" for n in (2001, 2002, 2003)]
    assert taking_down.villages_of(factories.person(Role.EDITOR)) == []


def test_more_than_anybody_can_type_is_looked_at_first(siti):
    for _ in range(taking_down.MANY):
        taking_down.take_down(told=told(), by=siti)
    before = Voice.objects.filter(state=State.HELD).count()
    last = taking_down.take_down(told=told(), by=siti).voice

    assert (before, last.state) == (0, State.HELD)
