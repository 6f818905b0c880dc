"""A receipt of the provider moves the relay: the message is on the volunteer's telephone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from jembatan.messages import receipts as ledger
from jembatan.messages.hearing import News
from jembatan.messages.models import Attempt, Delivery, Dispatch, Recipient
from jembatan.messages.workflow import Told
from jembatan.people.models import Service
from jembatan.relays import hops, publishing, receipts
from jembatan.relays.models import Hop, Relay, State
from tests import factories
from tests.relays.conftest import HOME, NEXT

pytestmark = pytest.mark.django_db


def letter(release, person, *, version: int = 1, kind: str = "release", provider_id: str = "p-1") -> Delivery:
    dispatch = Dispatch.objects.get(
        kind=kind, subject_id=release.pk, key__startswith=f"release:{release.pk}:v{version}"
    )
    recipient = Recipient.objects.get(person=person)
    row = Delivery.objects.create(dispatch=dispatch, recipient=recipient, channel="whatsapp", state="accepted")
    Attempt.objects.create(
        delivery_id=row.pk, channel="whatsapp", number=1, token="0" * 32, ended_at=timezone.now(), outcome="accepted",
        provider_id=provider_id,
    )  # fmt: skip
    return row


def tell(kind: Told = Told.DELIVERED, at: datetime | None = None, provider_id: str = "p-1") -> None:
    at = at or datetime.now(UTC)
    ledger.take("whatsapp", [News(f"{provider_id}:{kind}", provider_id, kind, at)])


def states() -> dict[str, int]:
    return dict(Relay.objects.exclude(state=State.NONE).values_list("code", "state"))


def test_delivered_is_noted_with_the_time_at_which_it_arrived(release, siti):
    letter(release, siti)
    at = timezone.now() - timedelta(minutes=5)
    Relay.objects.update(asked_at=at - timedelta(minutes=5))

    tell(at=at)

    hop = Hop.objects.get(kind="delivered")
    assert (hop.relay.code, hop.by, hop.version, hop.at, hop.heard_at > at) == (HOME, siti, 1, at, True)
    relay = Relay.objects.get(code=HOME)
    assert (relay.state, relay.state_since, relay.reached_at) == (State.DELIVERED, at, None)


def test_a_read_mark_says_no_more(release, siti):
    letter(release, siti)

    tell(Told.SEEN)

    assert states() == {HOME: State.DELIVERED}


@pytest.mark.parametrize("order", [[Told.DELIVERED, Told.SEEN], [Told.SEEN, Told.DELIVERED], [Told.DELIVERED] * 2])
def test_again_changes_nothing(release, siti, order):
    row = letter(release, siti)
    for kind in order:
        tell(kind)

    receipts.take({row.pk: timezone.now()})

    assert (Hop.objects.filter(kind="delivered").count(), states()) == (1, {HOME: State.DELIVERED})


def test_what_came_further_stays(release, siti, relay):
    letter(release, siti)
    hops.relayed(relay=relay, by=siti, places=["board"], version=1)

    tell()

    assert (states(), Hop.objects.filter(kind="delivered").count()) == ({HOME: State.RELAYED}, 1)


def test_a_failure_is_no_arrival(release, siti):
    letter(release, siti)

    tell(Told.FAILED)

    assert states() == {HOME: State.WAITING}


def test_every_village_that_the_letter_spoke_of(kim, siti):
    Service.objects.create(group=kim, area=factories.get_area(NEXT))
    letter(factories.published(), siti)

    tell()

    assert states() == {HOME: State.DELIVERED, NEXT: State.DELIVERED}


def test_a_village_asked_for_later_waits_for_its_own_letter(kim, release, siti):
    letter(release, siti)
    there = Relay.objects.get(code=NEXT)
    there.askings.create(person=siti, at=timezone.now() + timedelta(hours=25), step=1)

    tell()

    assert NEXT not in states()


def test_a_letter_of_before_a_correction_says_nothing_of_it(release, siti, ratna):
    letter(release, siti)
    content = factories.content(body="Kamis.", note="Kini hari Kamis.")
    publishing.correct(release=release, ask_again=True, by=ratna, base=1, content=content)
    letter(release, siti, version=2, provider_id="p-2")

    tell()
    before = states()
    tell(provider_id="p-2")

    assert (before, states()) == ({HOME: State.WAITING}, {HOME: State.DELIVERED})


def test_a_withdrawal_that_arrived_is_no_release_that_arrived(release, siti, ratna):
    publishing.withdraw(release=release, reason="Keliru.", by=ratna)
    letter(release, siti, kind="release_withdrawn")

    tell()

    assert not Hop.objects.filter(kind="delivered").exists()


def test_a_bundle_is_one_message_of_several(siti, release):
    other = factories.published(title="Harga sawit")
    for one in (release, other):
        letter(one, siti)

    tell()

    assert list(Relay.objects.filter(code=HOME).values_list("state", flat=True)) == [State.DELIVERED] * 2


def test_nothing_of_ours_is_passed_over(siti):
    dispatch = Dispatch.objects.create(key="x", kind="reply", audience=1)
    row = Delivery.objects.create(dispatch=dispatch, recipient=siti.recipient, channel="sms", state="delivered")

    receipts.take({row.pk: timezone.now(), 10**12: timezone.now()})

    assert not Hop.objects.exists()


def test_it_costs_the_same_for_one_or_many(siti, release, django_assert_num_queries):
    rows = [letter(factories.published(title=f"Rilis {n}"), siti, provider_id=f"q-{n}") for n in range(3)]
    Delivery.objects.update(state="delivered")

    with django_assert_num_queries(4):
        receipts.take({rows[0].pk: timezone.now()})
    with django_assert_num_queries(4):
        receipts.take({row.pk: timezone.now() for row in rows})
