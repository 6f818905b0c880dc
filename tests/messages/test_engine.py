import pytest
from django.utils import timezone

from jembatan.keyring import seal
from jembatan.messages import actions, engine, queries
from jembatan.messages.channels import Outcome
from jembatan.messages.engine import claim, fan_out, mark, settle, sweep
from jembatan.messages.models import Attempt, Chunk, Contact, Delivery, Dispatch
from jembatan.messages.workflow import Result, State
from tests.messages import fakes

pytestmark = pytest.mark.django_db
HOUR = timezone.timedelta(hours=1)


def states(dispatch: Dispatch) -> dict[str, int]:
    """The states that somebody is in; the sum is checked on the way."""
    now = queries.ledger(dispatch)
    assert now["balanced"], now
    return {state: count for state, count in now["states"].items() if count}


def held_by_a_worker_that_dies(kind: str, count: int = 3) -> list[claim.Held]:
    """Claimed and marked; then nobody hears of it again."""
    token, batch = claim.claim(kind, count)
    mark.mark(token, [held.id for held in batch], seconds=60, channels=["inbox", kind])
    return batch


def test_ledger_counts_recipients_before_between_and_after_the_fan_out(plain, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 2)
    dispatch = fakes.dispatch([*fakes.recipients(3), 999_999])

    before = queries.ledger(dispatch)
    fan_out.next_chunk()
    between = queries.ledger(dispatch)
    engine.run_dry()
    after = queries.ledger(dispatch)

    assert [(now["planned"], now["excluded"], now["balanced"]) for now in (before, between, after)] == [
        (4, 0, True),
        (2, 0, True),
        (0, 1, True),
    ]
    assert states(dispatch) == {"accepted": 3}


def test_fan_out_takes_the_first_live_contact_that_can_be_sent_to(plain):
    ids = fakes.recipients(2)
    first = Contact.objects.get(recipient=ids[0], channel="plain")
    Contact.objects.create(recipient_id=ids[0], channel="phone", address=b"a", address_index=b"a", position=-1)
    Contact.objects.filter(recipient=ids[1], channel="plain").update(ended_at=timezone.now())

    fakes.dispatch(ids)
    fan_out.next_chunk()

    rows = list(Delivery.objects.order_by("recipient").values_list("channel", "contact"))
    assert rows == [("plain", first.pk), ("inbox", Contact.objects.get(recipient=ids[1], channel="inbox").pk)]


def test_a_chunk_that_does_not_add_up_stays_open_with_an_alarm(plain, caplog):
    ids = fakes.recipients(2)
    dispatch = fakes.dispatch(ids)
    Delivery.objects.create(dispatch=dispatch, recipient_id=ids[0], channel="inbox")  # nobody should ever do this

    done = fan_out.next_chunk()

    chunk = Chunk.objects.get()
    assert (done, chunk.closed_at, "delivery_once" in chunk.alarm) == (0, None, True)
    assert len(caplog.records) == 1


def test_one_letter_each_and_an_attempt_beside_it(plain):
    dispatch = fakes.dispatch(fakes.recipients(8))

    engine.run_dry()

    assert (states(dispatch), set(plain.accepted.values()), len(plain.accepted)) == ({"accepted": 8}, {1}, 8)
    assert Attempt.objects.filter(outcome="accepted", number=1, provider_id__startswith="p-").count() == 8
    assert Dispatch.objects.get().finished_at is not None


@pytest.mark.parametrize(
    ("result", "state", "provider_id"),
    [
        (Result.ACCEPTED, State.ACCEPTED, "x"),
        (Result.REFUSED, State.FAILED, None),
        (Result.NOT_SENT, State.READY, None),
        (Result.UNKNOWN, State.UNCERTAIN, None),
    ],
)
def test_each_outcome_has_its_state(plain, result, state, provider_id):
    dispatch = fakes.dispatch(fakes.recipients(1))
    plain.says = [Outcome(result, provider_id=provider_id, detail="421 busy")]

    engine.run_dry()

    row, attempt = Delivery.objects.get(), Attempt.objects.get()
    assert (states(dispatch), row.reason, row.token) == ({state: 1}, "421 busy", None)
    assert (attempt.outcome, attempt.provider_id, attempt.detail) == (result, provider_id, "421 busy")


def test_a_channel_that_breaks_leaves_its_letters_uncertain(plain, caplog):
    dispatch = fakes.dispatch(fakes.recipients(2))
    plain.breaks = True

    engine.run_dry()

    assert (states(dispatch), len(caplog.records)) == ({"uncertain": 2}, 2)


def test_not_sent_is_tried_again_later_and_waits_longer_each_time(plain):
    fakes.dispatch(fakes.recipients(1))
    plain.says = [Outcome(Result.NOT_SENT)] * 2
    waits = []

    for _ in range(2):
        engine.run_dry()
        waits.append((Delivery.objects.get().ready_at - timezone.now()).total_seconds())
        fakes.waits_are_over()
    engine.run_dry()

    assert (20 < waits[0] < 40, 40 < waits[1] < 80) == (True, True)
    assert list(Attempt.objects.order_by("number").values_list("outcome", flat=True)) == [
        "not_sent",
        "not_sent",
        "accepted",
    ]


def test_the_provider_says_how_long_to_wait(plain):
    fakes.dispatch(fakes.recipients(1))
    plain.says = [Outcome(Result.NOT_SENT, after=7200)]

    engine.run_dry()

    assert (Delivery.objects.get().ready_at - timezone.now()).total_seconds() == pytest.approx(7200, abs=60)


def test_after_fifteen_tries_it_is_a_dead_letter_and_a_person_may_send_it_again(plain):
    dispatch = fakes.dispatch(fakes.recipients(1))
    plain.says = [Outcome(Result.NOT_SENT)] * settle.TRIES
    for _ in range(settle.TRIES):
        engine.run_dry()
        fakes.waits_are_over()
    dead = queries.dead_letters().get()

    again = actions.send_again(delivery=dead, by=None)
    engine.run_dry()

    assert (dead.state, again, states(dispatch)) == (State.FAILED, True, {"accepted": 1})
    assert list(plain.accepted) == [f"{dead.pk}.1"]


def test_who_lost_the_lease_changes_nothing(plain):
    dispatch = fakes.dispatch(fakes.recipients(1))
    fan_out.next_chunk()
    token, [held] = claim.claim("plain", 1)
    mark.mark(token, [held.id], seconds=60, channels=["plain"])
    fakes.leases_run_out()
    sweep.sweep()

    ours = settle.settle(token, [([held], Outcome(Result.ACCEPTED), False)], "plain")

    assert (ours, states(dispatch), Attempt.objects.get().outcome) == (0, {"uncertain": 1}, "unknown")


def test_sweep_returns_what_was_leased(plain):
    dispatch = fakes.dispatch(fakes.recipients(2))
    fan_out.next_chunk()
    claim.claim("plain", 2)
    fakes.leases_run_out()

    assert (sweep.sweep(), states(dispatch)) == (2, {"ready": 2})


def test_sweep_leaves_a_lease_that_still_runs(plain):
    dispatch = fakes.dispatch(fakes.recipients(2))
    fan_out.next_chunk()
    claim.claim("plain", 1)

    assert (sweep.sweep(), states(dispatch)) == (0, {"leased": 1, "ready": 1})


def test_sent_or_not_nobody_knows_is_for_a_person_to_decide(plain):
    dispatch = fakes.dispatch(fakes.recipients(3))
    fan_out.next_chunk()
    held_by_a_worker_that_dies("plain")
    fakes.leases_run_out()

    engine.run_dry()
    engine.run_dry()

    assert (states(dispatch), sum(plain.accepted.values())) == ({"uncertain": 3}, 0)


def test_an_urgent_dispatch_may_be_set_to_send_again(plain):
    dispatch = fakes.dispatch(fakes.recipients(3), urgent=True, again_when_uncertain=True)
    fan_out.next_chunk()
    held_by_a_worker_that_dies("plain")
    fakes.leases_run_out()
    sweep.sweep()

    engine.run_dry()

    assert states(dispatch) == {"accepted": 3}


def test_with_a_key_it_is_sent_again_and_arrives_once(keyed):
    dispatch = fakes.dispatch(fakes.recipients(3, "keyed"))
    fan_out.next_chunk()
    for held in held_by_a_worker_that_dies("keyed"):
        keyed.take(held.key)  # accepted, and then the worker died
    fakes.leases_run_out()
    sweep.sweep()

    engine.run_dry()

    assert (states(dispatch), set(keyed.accepted.values())) == ({"accepted": 3}, {1})


def test_a_contact_that_ends_before_the_bytes_hands_over_to_the_next(plain):
    dispatch = fakes.dispatch(fakes.recipients(1))
    fan_out.next_chunk()
    token, [held] = claim.claim("plain", 1)
    actions.end(contact=Contact.objects.get(pk=held.contact_id), by=None)

    going = mark.mark(token, [held.id], seconds=60, channels=["inbox", "plain"])
    engine.run_dry()

    assert (going, Delivery.objects.get().channel, states(dispatch)) == (set(), "inbox", {"accepted": 1})
    assert not plain.accepted


def test_another_address_gets_another_key(keyed):
    [recipient] = fakes.recipients(1, "keyed")
    first = Contact.objects.get(recipient=recipient, channel="keyed")
    Contact.objects.create(
        recipient=first.recipient, channel="keyed", address=seal("second"), address_index=b"second", position=5,
        verified_at=timezone.now(),
    )  # fmt: skip
    dispatch = fakes.dispatch([recipient])
    fan_out.next_chunk()
    [held] = held_by_a_worker_that_dies("keyed")
    keyed.take(held.key)  # at the first address, and then the worker died
    fakes.leases_run_out()
    sweep.sweep()
    actions.end(contact=first, by=None)

    engine.run_dry()
    engine.run_dry()

    assert (states(dispatch), dict(keyed.accepted)) == ({"accepted": 1}, {f"{held.id}.0": 1, f"{held.id}.1": 1})


def test_a_long_name_of_a_letter_at_the_provider_is_cut(plain):
    dispatch = fakes.dispatch(fakes.recipients(2))
    plain.says = [Outcome(Result.ACCEPTED, provider_id="x" * 201)]

    engine.run_dry()

    assert states(dispatch) == {"accepted": 2}
    assert Attempt.objects.filter(provider_id="x" * 200).count() == 1


def test_without_any_contact_left_it_is_opted_out(plain):
    dispatch = fakes.dispatch(fakes.recipients(1, inbox=False))
    fan_out.next_chunk()
    actions.end(contact=Contact.objects.get(), by=None)

    engine.run_dry()

    assert (states(dispatch), len(plain.accepted)) == ({"opted_out": 1}, 0)


@pytest.mark.parametrize(
    ("change", "state"),
    [({"withdrawn_at": timezone.now()}, "withdrawn"), ({"expires_at": timezone.now() - HOUR}, "expired")],
)
@pytest.mark.parametrize("moment", ["before the fan-out", "before the claim", "before the bytes"])
def test_too_late_is_not_sent(plain, change, state, moment):
    dispatch = fakes.dispatch(fakes.recipients(3))
    token, batch = None, []
    if moment != "before the fan-out":
        fan_out.next_chunk()
    if moment == "before the bytes":
        token, batch = claim.claim("plain", 3)
    Dispatch.objects.update(**change)

    if token:
        mark.mark(token, [held.id for held in batch], seconds=60, channels=["plain"])
    engine.run_dry()

    assert (states(dispatch), len(plain.accepted)) == ({state: 3}, 0)
    assert Dispatch.objects.get().finished_at is not None


def test_nothing_to_say_is_not_sent(plain):
    ids = fakes.recipients(3)
    dispatch = fakes.dispatch(ids, payload={"silent": ids[:1]})

    engine.run_dry()

    assert (states(dispatch), len(plain.accepted)) == ({"accepted": 2, "expired": 1}, 2)


@pytest.mark.parametrize("kind", ["broken", "unheard of"])
def test_a_writer_that_fails_loses_nothing(plain, kind, caplog):
    dispatch = fakes.dispatch(fakes.recipients(2), kind=kind)

    engine.run_dry()

    assert (states(dispatch), len(caplog.records)) == ({"ready": 2}, 1)
    assert Delivery.objects.filter(ready_at__gt=timezone.now()).count() == 2


def test_urgent_goes_first_and_no_dispatch_takes_the_whole_batch(plain):
    normal = fakes.dispatch(fakes.recipients(9), "a")
    other = fakes.dispatch(fakes.recipients(9), "b")
    urgent = fakes.dispatch(fakes.recipients(9), "c", urgent=True)
    while fan_out.next_chunk():
        pass

    _token, batch = claim.claim("plain", 10)

    shares = [sum(held.dispatch_id == one.pk for held in batch) for one in (urgent, normal, other)]
    assert shares == [8, 1, 1]


def test_stopping_gives_back_what_is_not_marked(plain):
    dispatch = fakes.dispatch(fakes.recipients(9))
    fan_out.next_chunk()
    answers = iter([False, False, True])

    engine.deliver("plain", lambda: next(answers, True))

    assert states(dispatch)["ready"] >= 6
    assert "leased" not in states(dispatch)
