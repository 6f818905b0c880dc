"""Any order of steps, with workers that die anywhere: nothing is lost, nothing is doubled quietly, the sum holds.

One connection plays every worker: each transaction of the engine is one step here, and what happens between two of
them is any other step. A dead worker is one whose next step never comes; a stopped one takes it far too late.
Truly concurrent workers are in `test_worker.py`.

Hypothesis draws only a seed and a length: a worker's four transactions in a row are what matters, and rules of a
state machine, or a list of drawn steps, reached the last of them too seldom to notice mistakes planted in the engine.
"""

from collections.abc import Callable
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jembatan.messages import actions, channels, engine, queries
from jembatan.messages.channels import Outcome
from jembatan.messages.engine import claim, fan_out, mark, settle, sweep
from jembatan.messages.models import Contact, Delivery, Dispatch
from jembatan.messages.workflow import OPEN, Result, State
from tests.messages import fakes

pytestmark = pytest.mark.django_db


class World:
    """Two providers, eight recipients, a dispatch that is fanned out, and workers at any point of their work."""

    def __init__(self, providers: dict[str, fakes.Provider]) -> None:
        self.providers = providers
        self.ids = fakes.recipients(4, "plain") + fakes.recipients(4, "keyed", inbox=False)
        self.workers: list[Callable[[Random], None]] = []  # each one's next transaction
        self.open(Random(0))
        self.fan_out(Random(0))

    # What people do

    def open(self, random: Random) -> None:
        audience = [*random.sample(self.ids, random.randint(4, 8)), 999_999]
        again = random.random() < 0.3
        key = f"d{Dispatch.objects.count()}"
        fakes.dispatch(audience, key, urgent=random.random() < 0.5, again_when_uncertain=again)

    def stop(self, random: Random) -> None:
        one = random.choice(Dispatch.objects.all())
        if random.random() < 0.5:
            Dispatch.objects.filter(pk=one.pk).update(expires_at=timezone.now())
        else:
            actions.withdraw_dispatch(dispatch=one, by=None)

    def end_contact(self, random: Random) -> None:
        for contact in Contact.objects.live().filter(recipient=random.choice(self.ids)).exclude(channel="inbox"):
            actions.end(contact=contact, by=None)

    def send_again(self, random: Random) -> None:
        for delivery in queries.dead_letters()[:1]:
            actions.send_again(delivery=delivery, by=None)

    # What workers do: each method is one transaction and leaves the next one behind

    def fan_out(self, random: Random) -> None:
        fan_out.next_chunk()

    def new_worker(self, random: Random) -> None:
        channel = random.choice(list(self.providers))
        token, batch = claim.claim(channel, random.randint(2, 6))
        if batch:
            self.workers.append(lambda random: self._mark(random, channel, token, batch))

    def work(self, random: Random) -> None:
        if self.workers:
            self.workers.pop(random.randrange(len(self.workers)))(random)

    def _mark(self, random: Random, channel, token, batch) -> None:
        going = mark.mark(token, [held.id for held in batch], seconds=60, channels=["inbox", *self.providers])
        part = [held for held in batch if held.id in going]
        if part:
            self.workers.append(lambda random: self._send(random, channel, token, part))

    def _send(self, random: Random, channel, token, batch) -> None:
        said = [random.choice([Result.ACCEPTED, *Result]) for _ in batch]
        for held, result in zip(batch, said, strict=True):
            if result == Result.ACCEPTED or (result == Result.UNKNOWN and random.random() < 0.5):
                self.providers[channel].take(held.key)
        self.workers.append(lambda random: self._settle(random, channel, token, batch, said))

    def _settle(self, random: Random, channel, token, batch, said) -> None:
        """Changes nothing of what this worker lost."""
        rows = Delivery.objects.filter(pk__in=[held.id for held in batch]).order_by("pk")
        lost = list(rows.exclude(token=token).values())
        chosen = set(Dispatch.objects.filter(again_when_uncertain=True).values_list("pk", flat=True))
        repeatable = [channel == "keyed" or held.dispatch_id in chosen for held in batch]

        sent = [([held], Outcome(r), again) for held, r, again in zip(batch, said, repeatable, strict=True)]
        settle.settle(token, sent, channel)

        assert list(rows.filter(pk__in=[row["id"] for row in lost]).values()) == lost

    def healthy_worker(self, random: Random) -> None:
        engine.run_dry()

    def time_passes(self, random: Random) -> None:
        fakes.leases_run_out()
        fakes.waits_are_over()
        sweep.sweep()

    # What must hold

    def holds(self) -> None:
        assert all(queries.ledger(dispatch)["balanced"] for dispatch in Dispatch.objects.all())
        assert not Delivery.objects.filter(dispatch__finished_at__isnull=False, state__in=OPEN).exists()
        self._accepted_means_that_the_provider_has_it()
        self._nothing_is_doubled_quietly()

    def _accepted_means_that_the_provider_has_it(self) -> None:
        for row in Delivery.objects.filter(state=State.ACCEPTED).exclude(channel="inbox"):
            assert self.providers[row.channel].accepted[f"{row.pk}.{row.round}"] >= 1

    def _nothing_is_doubled_quietly(self) -> None:
        chosen = set(Delivery.objects.filter(dispatch__again_when_uncertain=True).values_list("pk", flat=True))
        for provider in self.providers.values():
            for key, times in provider.accepted.items():
                assert times <= 1 or int(key.split(".")[0]) in chosen

    def ends_well(self) -> None:
        for _ in range(5):
            self.time_passes(Random(0))
            engine.run_dry()
        self.holds()
        assert not Dispatch.objects.filter(finished_at=None).exists()
        assert not Delivery.objects.filter(state__in=OPEN).exists()


STEPS = [World.work] * 8 + [World.new_worker] * 4 + [World.time_passes] * 2
STEPS += [World.open, World.fan_out, World.stop, World.end_contact, World.send_again, World.healthy_worker]


@given(seed=st.integers(0, 2**32), length=st.integers(10, 40))
@settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_the_ledger_loses_nothing_in_any_order(monkeypatch, seed, length):
    providers, real = {"plain": fakes.Provider(keyed=False), "keyed": fakes.Provider(keyed=True)}, channels.load
    random = Random(seed)
    with monkeypatch.context() as patch, transaction.atomic():
        patch.setattr(channels, "kinds", lambda: ["inbox", *providers])
        patch.setattr(channels, "load", lambda kind: providers.get(kind) or real(kind))
        world = World(providers)
        for step in random.choices(STEPS, k=length):
            step(world, random)
            world.holds()
        world.ends_well()
        transaction.set_rollback(True)
