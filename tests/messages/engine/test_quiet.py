"""Nothing rings at night that is not urgent."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from jembatan.messages import engine
from jembatan.messages.engine.quiet import seconds_left
from jembatan.messages.models import Delivery, Recipient
from tests.messages import fakes

WIB, WIT = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")


@pytest.fixture(autouse=True)
def night(settings):
    settings.QUIET_HOURS = (21, 6)


@pytest.mark.parametrize(
    ("utc", "zone", "hours"),
    [
        ("2026-11-24 13:59", WIB, 0),  # 20.59
        ("2026-11-24 14:00", WIB, 9),  # 21.00
        ("2026-11-24 17:00", WIB, 6),  # midnight
        ("2026-11-24 22:30", WIB, 0.5),  # 05.30
        ("2026-11-24 23:00", WIB, 0),  # 06.00
        ("2026-11-24 12:00", WIT, 9),  # 21.00 in the east
    ],
)
def test_how_long_the_night_still_is(utc, zone, hours):
    now = datetime.fromisoformat(utc).replace(tzinfo=UTC)

    assert seconds_left(now, zone) == hours * 3600


def test_hours_within_one_day(settings):
    settings.QUIET_HOURS = (12, 14)
    noon = datetime(2026, 11, 24, 12, 30, tzinfo=WIB)

    assert (seconds_left(noon, WIB), seconds_left(noon.replace(hour=15), WIB)) == (5400, 0)


@pytest.mark.django_db
def test_at_night_only_the_urgent_goes_and_the_rest_waits_for_their_morning(plain):
    ids = fakes.recipients(2)
    Recipient.objects.filter(pk=ids[1]).update(zone="Asia/Jayapura")
    fakes.dispatch(ids, "alarm", urgent=True)
    fakes.dispatch(ids, "kabar")

    with time_machine.travel(datetime(2026, 11, 24, 15, 0, tzinfo=UTC), tick=False):  # 22.00 and 00.00
        engine.run_dry()

    said = dict(Delivery.objects.values_list("dispatch__key", "state"))
    waits = Delivery.objects.filter(state="ready").order_by("recipient").values_list("reason", "ready_at")
    assert said == {"alarm": "accepted", "kabar": "ready"}
    assert [reason for reason, _ in waits] == ["quiet hours"] * 2
    west, east = (at for _, at in waits)
    assert (west - east).total_seconds() == pytest.approx(2 * 3600, abs=5)
