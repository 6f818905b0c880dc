"""What did not arrive, by its cause, and what somebody decides about it."""

import pytest
from django.utils import timezone

from jembatan.audit.models import Entry
from jembatan.messages import actions, engine, piles, queries
from jembatan.messages.channels import Outcome
from jembatan.messages.models import Delivery, Dispatch
from jembatan.messages.workflow import Result, State
from jembatan.people.models import Person
from tests.messages import fakes

pytestmark = pytest.mark.django_db

REFUSED = Outcome(Result.REFUSED, detail="SMTP 550")
WITHOUT_WORDS = Outcome(Result.REFUSED)
LOST = Outcome(Result.UNKNOWN, detail="TimeoutError")


@pytest.fixture
def admin() -> Person:
    return Person.objects.create_person(name="Admin")


def sent(plain, *outcomes: Outcome, key: str = "test:1", **more) -> Dispatch:
    """A dispatch to as many recipients as there are outcomes."""
    plain.says = list(outcomes)
    dispatch = fakes.dispatch(fakes.recipients(len(outcomes)), key, **more)
    engine.run_dry()
    return dispatch


def of(state: State, dispatch: Dispatch) -> list[tuple[str, str, int]]:
    found = piles.of_dispatches(state, [dispatch.pk])[dispatch.pk]
    return [(pile.channel, pile.reason, pile.count) for pile in found]


def pile_of(state: State, dispatch: Dispatch) -> piles.Pile:
    return piles.of_dispatches(state, [dispatch.pk])[dispatch.pk][0]


def test_dead_letters_lie_by_their_cause_the_largest_pile_first(plain):
    dispatch = sent(plain, WITHOUT_WORDS, REFUSED, REFUSED, LOST)

    assert of(State.FAILED, dispatch) == [("plain", "SMTP 550", 2), ("plain", "", 1)]
    assert of(State.UNCERTAIN, dispatch) == [("plain", "TimeoutError", 1)]


def test_a_large_pile_is_counted_up_to_a_limit(plain, monkeypatch):
    monkeypatch.setattr(piles, "SAMPLE", 2)
    monkeypatch.setattr(piles, "MOST", 1)
    dispatch = sent(plain, REFUSED, REFUSED, REFUSED)

    pile = pile_of(State.FAILED, dispatch)

    assert (pile.count, pile.more) == (2, True)
    assert piles.waiting(Dispatch.objects.all()) == {State.FAILED: 2, State.UNCERTAIN: 0}


def test_a_pile_is_sent_again_once_however_often_the_button_is_pressed(plain, admin):
    dispatch = sent(plain, REFUSED, REFUSED, REFUSED)
    pile = pile_of(State.FAILED, dispatch)

    plain.says = [REFUSED]
    pressed = [piles.send_again(pile=pile, dispatch=dispatch, by=admin)]
    engine.run_dry()  # two arrive, one fails again
    pressed.append(piles.send_again(pile=pile, dispatch=dispatch, by=admin))
    engine.run_dry()

    assert pressed == [3, 0]
    assert sum(plain.accepted.values()) == 2
    assert list(Entry.objects.filter(action="dispatch.sent_again").values_list("actor", "subject", "facts")) == [
        (admin.pk, f"dispatch:{dispatch.pk}", {"state": "failed", "channel": "plain", "letters": 3})
    ]
    assert list(Delivery.objects.order_by("pk").values_list("state", "round")) == [
        ("failed", 1),
        ("accepted", 1),
        ("accepted", 1),
    ]


def test_only_the_pile_is_sent_again(plain, admin):
    dispatch = sent(plain, WITHOUT_WORDS, REFUSED, LOST)

    again = [piles.send_again(pile=pile_of(State.UNCERTAIN, dispatch), dispatch=dispatch, by=admin)]
    engine.run_dry()

    assert (again, of(State.FAILED, dispatch)) == ([1], [("plain", "", 1), ("plain", "SMTP 550", 1)])


def test_an_uncertain_pile_is_taken_as_sent(plain, admin):
    dispatch = sent(plain, LOST, LOST, REFUSED)

    settled = piles.settle_by_hand(pile=pile_of(State.UNCERTAIN, dispatch), dispatch=dispatch, by=admin)

    ledger = queries.ledger(dispatch)
    assert (settled, ledger["states"]["accepted"], ledger["states"]["failed"]) == (2, 2, 1)
    assert sum(plain.accepted.values()) == 0
    assert Entry.objects.get(action="dispatch.settled_by_hand").facts == {"channel": "plain", "letters": 2}


def test_a_failed_pile_cannot_be_taken_as_sent(plain, admin):
    dispatch = sent(plain, REFUSED)

    assert piles.settle_by_hand(pile=pile_of(State.FAILED, dispatch), dispatch=dispatch, by=admin) == 0


@pytest.mark.parametrize("over", ["withdrawn", "expired"])
def test_a_dispatch_that_is_over_sends_nothing_again(plain, admin, over):
    dispatch = sent(plain, REFUSED)
    pile, letter = pile_of(State.FAILED, dispatch), Delivery.objects.get()
    before = piles.waiting(Dispatch.objects.all())
    Dispatch.objects.update(**{"withdrawn_at" if over == "withdrawn" else "expires_at": timezone.now()})

    assert piles.send_again(pile=pile, dispatch=dispatch, by=admin) == 0
    assert actions.send_again(delivery=letter, by=admin) is False
    assert (before[State.FAILED], piles.waiting(Dispatch.objects.all())[State.FAILED]) == (1, 0)
    assert list(piles.having(State.FAILED, Dispatch.objects.all())) == []


def test_one_letter_is_sent_again_once(plain, admin):
    sent(plain, REFUSED)
    letter = Delivery.objects.get()

    plain.says = [REFUSED]
    first = actions.send_again(delivery=letter, by=admin)
    engine.run_dry()  # it fails again
    second = actions.send_again(delivery=letter, by=admin)

    assert (first, second, Delivery.objects.get().round) == (True, False, 1)


def test_one_uncertain_letter_is_taken_as_sent_once(plain, admin):
    sent(plain, LOST)
    letter = Delivery.objects.get()

    pressed = [actions.settle_by_hand(delivery=letter, by=admin) for _press in range(2)]

    assert (pressed, Delivery.objects.get().state) == ([True, False], State.ACCEPTED)
    assert Entry.objects.filter(action="delivery.settled_by_hand").count() == 1


def test_a_letter_taken_as_sent_does_not_go_out_by_the_other_button(plain, admin):
    sent(plain, LOST)
    letter = Delivery.objects.get()
    actions.settle_by_hand(delivery=letter, by=admin)

    assert actions.send_again(delivery=letter, by=admin) is False


def test_the_ledger_adds_up_through_every_decision(plain, admin):
    dispatch = sent(plain, REFUSED, LOST, LOST, WITHOUT_WORDS)
    sampled = [queries.ledger(dispatch)]
    for decide, state in [(piles.send_again, State.FAILED), (piles.settle_by_hand, State.UNCERTAIN)]:
        decide(pile=pile_of(state, dispatch), dispatch=dispatch, by=admin)
        sampled.append(queries.ledger(dispatch))
        engine.run_dry()
        sampled.append(queries.ledger(dispatch))

    sums = [ledger["excluded"] + ledger["planned"] + sum(ledger["states"].values()) for ledger in sampled]
    assert (sums, [ledger["balanced"] for ledger in sampled]) == ([4] * 5, [True] * 5)
    assert queries.unbalanced() == []


def test_a_dispatch_that_does_not_add_up_is_found(plain):
    whole, rolled_up = sent(plain, REFUSED), sent(plain, REFUSED, REFUSED, key="test:2")
    Delivery.objects.filter(dispatch=rolled_up).delete()
    Dispatch.objects.filter(pk=rolled_up.pk).update(totals={"failed": 2})
    right = queries.unbalanced()

    Delivery.objects.filter(dispatch=whole).delete()

    assert (right, queries.unbalanced()) == ([], [whole.pk])
