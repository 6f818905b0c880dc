"""A message that waits on purpose is said so; one that is out, or late, is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.messages import engine
from jembatan.messages.models import Delivery
from jembatan.relays.holding import Held, held
from jembatan.relays.models import Relay
from tests.relays.conftest import HOME

pytestmark = pytest.mark.django_db
LATER = timezone.now() + timedelta(hours=5)


@pytest.fixture
def home(release) -> Relay:
    while engine.fan_out.next_chunk():
        pass
    return Relay.objects.get(code=HOME)


def wait(reason: str, at=LATER) -> None:
    Delivery.objects.update(reason=reason, ready_at=at)


@pytest.mark.parametrize("reason", ["quiet hours", "bundled"])
def test_a_village_whose_letters_wait_on_purpose(home, reason):
    wait(reason)

    assert held([home]) == {home.pk: Held(reason, LATER)}


def test_a_letter_that_failed_before_waits_for_something_else(home):
    wait("ClientConnectorError")

    assert held([home]) == {}


def test_a_wait_that_is_over(home):
    wait("quiet hours", timezone.now() - timedelta(minutes=1))

    assert held([home]) == {}


def test_without_relays_there_is_nothing(db):
    assert held([]) == {}
