"""One pace and one breaker for all workers."""

from dataclasses import replace

import pytest
from django.utils import timezone

from jembatan.messages import engine
from jembatan.messages.channels import Outcome
from jembatan.messages.engine import batch, fan_out, gate
from jembatan.messages.models import Delivery, Gate
from jembatan.messages.workflow import Fault, Result
from tests.messages import fakes

pytestmark = pytest.mark.django_db
AWAY = Outcome(Result.NOT_SENT, detail="ClientConnectorError", fault=Fault.UNREACHABLE)
YES = Outcome(Result.ACCEPTED)
SECOND = timezone.timedelta(seconds=1)


def time_is_over() -> None:
    Gate.objects.update(closed_until=timezone.now() - SECOND)


def test_moments_are_given_out_once_one_after_the_other():
    waits = [gate.reserve("plain", count, rate=30) for count in (30, 15, 30)]

    assert waits == [pytest.approx(0, abs=0.1), pytest.approx(1, abs=0.1), pytest.approx(1.5, abs=0.1)]


def test_moments_far_away_are_given_to_nobody():
    waits = [gate.reserve("plain", 1, rate=0.05) for _ in range(3)]

    assert (waits, gate.room("plain", 50, 10)) == ([pytest.approx(0, abs=0.1), None, None], 0)


def test_letters_whose_moment_is_far_away_stay_free_for_all(plain):
    plain.able = replace(plain.able, rate=0.05)
    fakes.dispatch(fakes.recipients(6, inbox=False))
    fan_out.next_chunk()
    gates = [batch.take("plain") for _ in range(6)]  # three workers, two batches each

    assert [one and one.wait for one in gates] == [pytest.approx(0, abs=0.1)] + [None] * 5
    assert Delivery.objects.filter(state="ready").count() == 5


def test_two_workers_that_both_found_room_do_not_both_wait(plain, monkeypatch):
    plain.able = replace(plain.able, rate=0.05)
    fakes.dispatch(fakes.recipients(2, inbox=False))
    fan_out.next_chunk()
    monkeypatch.setattr(gate, "room", lambda kind, limit, wait: limit)

    first, second = batch.take("plain"), batch.take("plain")

    assert (first is not None, second) == (True, None)
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["leased", "ready"]


def test_time_that_nobody_used_is_not_saved_up():
    gate.reserve("plain", 30, rate=30)
    Gate.objects.update(next_at=timezone.now() - 60 * SECOND)

    assert [gate.reserve("plain", 30, rate=30), gate.reserve("plain", 1, rate=30)] == [
        pytest.approx(0, abs=0.1),
        pytest.approx(1, abs=0.1),
    ]


def test_a_provider_that_says_wait_makes_everybody_wait():
    gate.note("plain", [YES, Outcome(Result.NOT_SENT, after=7, fault=Fault.THROTTLED)])

    assert gate.reserve("plain", 1, rate=30) == pytest.approx(7, abs=0.2)


def test_a_provider_without_a_rate_that_says_wait_is_left_alone_so_long():
    gate.note("plain", [YES, Outcome(Result.NOT_SENT, after=7, fault=Fault.THROTTLED)], rated=False)
    room = [gate.room("plain", 50, 10)]
    time_is_over()
    room.append(gate.room("plain", 50, 10))
    gate.note("plain", [YES], rated=False)

    assert [*room, gate.room("plain", 50, 10)] == [0, 1, 50]


def test_a_provider_that_is_away_is_left_alone_then_tried_with_one_letter():
    room = []
    for _ in range(gate.TOLERATED):
        room.append(gate.room("plain", 50, 10))
        gate.note("plain", [AWAY])
    room.append(gate.room("plain", 50, 10))
    time_is_over()
    room += [gate.room("plain", 50, 10), gate.room("plain", 50, 10)]  # two workers find it
    gate.note("plain", [YES])
    room.append(gate.room("plain", 50, 10))

    assert room == [50] * gate.TOLERATED + [0, 1, 0, 50]


def test_the_log_says_once_that_a_channel_stops_and_once_that_it_goes(caplog):
    for _ in range(3):
        gate.note("plain", [AWAY] * gate.TOLERATED)
    since = Gate.objects.get().closed_since
    for _ in range(2):
        gate.note("plain", [YES])

    assert [record.getMessage() for record in caplog.records] == [
        "channel plain is paused: 5 letters in a row were not taken (ClientConnectorError)",
        f"channel plain goes again; it was paused since {since:%Y-%m-%d %H:%M:%S} UTC",
    ]
    assert Gate.objects.get().closed_since is None


def test_a_channel_that_was_never_closed_says_nothing(caplog):
    gate.note("plain", [AWAY])
    gate.note("plain", [YES])

    assert caplog.records == []


def test_each_failed_trial_closes_for_longer():
    closed = []
    for _ in range(40):
        gate.note("plain", [AWAY] * gate.TOLERATED)
        closed.append(round((Gate.objects.get().closed_until - timezone.now()).total_seconds()))

    assert (closed[:4], closed[-1]) == ([5, 10, 20, 40], 300)


def test_one_bad_address_among_good_ones_closes_nothing():
    for _ in range(20):
        gate.note("plain", [AWAY, YES])

    assert gate.room("plain", 50, 10) == 50


def test_letters_of_a_closed_channel_wait_and_spend_no_tries(plain):
    fakes.dispatch(fakes.recipients(12))
    plain.says = [AWAY] * 6
    engine.run_dry()
    tried = sum(Delivery.objects.values_list("attempts", flat=True))
    engine.run_dry()

    assert (tried, sum(Delivery.objects.values_list("attempts", flat=True)), plain.accepted) == (6, 6, {})
    assert set(Delivery.objects.values_list("state", flat=True)) == {"ready"}

    time_is_over()
    fakes.waits_are_over()
    engine.run_dry()

    assert set(Delivery.objects.values_list("state", flat=True)) == {"accepted"}
