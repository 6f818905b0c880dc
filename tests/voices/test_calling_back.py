"""One in ten of what was taken down on paper is drawn, and somebody else calls."""

import pytest

from jembatan.areas.clock import today
from jembatan.people.roles import Role
from jembatan.voices import calling_back
from jembatan.voices.intake import Down
from jembatan.voices.models import CallBack, Outcome
from jembatan.voices.reporter import Reporter
from jembatan.voices.workflow import Refused
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db
CALLABLE = Reporter(name="Siti", channel="sms", address="081200001111")


@pytest.fixture
def home():
    return voices.house()


@pytest.fixture
def lots(monkeypatch):
    drawn: list[int] = []
    monkeypatch.setattr("jembatan.voices.calling_back.secrets.randbelow", lambda n: drawn.append(n) or 0)
    return drawn


def taken_down(by, **more):
    down = Down(by=by, group=None, said_on=today())
    return voices.voice(channel="paper", paper=down, **({"reporter": CALLABLE} | more))


def test_paper_with_a_number_is_drawn_one_in_ten(home, lots):
    drawn = taken_down(home.hana)
    taken_down(home.hana, reporter=Reporter(name="Tanpa nomor"))
    taken_down(home.hana, anonymous=True)
    voices.voice(reporter=CALLABLE)

    assert lots == [10]
    assert CallBack.objects.get().voice == drawn


def test_who_took_it_down_does_not_call(home, lots):
    both = factories.person(Role.COORDINATOR, "16.06.01", name="Tono")
    taken_down(both)

    waiting = {who.name: calling_back.waiting_for(who).count() for who in (home.dewi, home.rina, home.budi, both)}

    assert waiting == {"Dewi": 1, "Rina": 1, "Budi": 0, "Tono": 0}


def test_a_call_is_noted_once(home, lots):
    taken_down(home.hana)
    call_back = CallBack.objects.get()

    calling_back.called(call_back=call_back, outcome=Outcome.CONFIRMED, by=home.dewi)

    with pytest.raises(Refused, match="sudah dicatat"):
        calling_back.called(call_back=call_back, outcome=Outcome.DIFFERENT, by=home.rina)
    assert CallBack.objects.values_list("outcome", "called_by__name").get() == ("confirmed", "Dewi")
