"""Whatever is told, in whatever order and however often: a relay is where its hops say it is.

A second model, kept in plain Python from the hops as they are told, must agree with the row in the database.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jembatan.relays import escalation, hops, publishing
from jembatan.relays.models import SAYS, Evidence, Hop, HopKind, Place, Relay, State
from jembatan.relays.rebuilding import differences
from jembatan.relays.reminders import remind_silent
from jembatan.releases.models import Release
from tests import factories

pytestmark = pytest.mark.django_db
HOME = "16.06.01.2001"


class World:
    """One village with two volunteers, one without anybody, and somebody in the office who writes down."""

    def __init__(self) -> None:
        factories.regency({"01": ["2001", "2002"]})
        kim = factories.group(HOME)
        for name in ("Siti", "Budi"):
            factories.volunteer(kim, name=name)
        started = timezone.now() - timedelta(hours=100)
        self.release = publishing.publish(release=factories.release(), by=None, at=started)
        self.people = [asking.person for asking in self.relay().askings.select_related("person")]
        self.office = factories.person(name="Ratna")

    def relay(self, code: str = HOME) -> Relay:
        return Relay.objects.select_related("release").get(release=self.release, code=code)

    def seen(self, who: int, version: int, minutes: int) -> None:
        hops.seen(relay=self.relay(), by=self.people[who], version=min(version, self.version()))

    def relayed(self, who: int, version: int, minutes: int) -> None:
        """Told late: it may have happened before what we heard of already, even before it was asked."""
        hops.relayed(
            relay=self.relay(),
            by=self.people[who],
            places=[Place.BOARD],
            version=min(version, self.version()),
            at=self.release.published_at + timedelta(minutes=minutes),
            key=f"device-{minutes}",
        )

    def telephone(self, who: int, version: int, minutes: int) -> None:
        hops.told_by_telephone(relay=self.relay(), by=self.people[who], told_by=self.office, places=[])

    def by_hand(self, who: int, version: int, minutes: int) -> None:
        hops.sent_by_hand(relay=self.relay(), to=self.people[who], told_by=self.office)

    def link(self, who: int, version: int, minutes: int) -> None:
        hops.confirmed_by_link(relay=self.relay())

    def call_back(self, who: int, version: int, minutes: int) -> None:
        hops.confirmed_by_person(relay=self.relay("16.06.01.2002"), evidence=Evidence.CALL_BACK, told_by=self.office)

    def delivered(self, who: int, version: int, minutes: int) -> None:
        hops.record(relay=self.relay(), kind=HopKind.DELIVERED, key=f"delivered:{self.relay().pk}:{minutes}")

    def remind(self, who: int, version: int, minutes: int) -> None:
        remind_silent(release=self.release, by=self.office)

    def escalate(self, who: int, version: int, minutes: int) -> None:
        """Not later than now: the clock of a worker."""
        hours = 24 + abs(minutes) // 2
        escalation.run(min(self.release.published_at + timedelta(hours=hours), timezone.now()))

    def ask_again(self, who: int, version: int, minutes: int) -> None:
        """A corrected version, and every village begins anew."""
        base = self.version()
        if base < 3:
            content = factories.content(title=f"Posyandu pukul {base}", note="Jam diperbaiki")
            self.release = publishing.correct(
                release=self.release, ask_again=True, by=self.office, base=base, content=content
            )

    def version(self) -> int:
        return Release.objects.select_related("published").get(pk=self.release.pk).text.number

    # What must hold after every step

    def check(self) -> None:
        for relay in Relay.objects.filter(release=self.release):
            assert (relay.state, relay.state_since, relay.reached_at) == expected(relay)
        assert differences() == []


def expected(relay: Relay) -> tuple[State, datetime, datetime | None]:
    """The same from the hops alone, in plain words."""
    counting = [h for h in relay.hops.all() if h.version >= relay.asked_version and h.asked != 0]
    times = {state: [max(h.at, relay.asked_at) for h in counting if SAYS[h.kind] == state] for state in State}
    state = max((state for state in State if times[state]), default=State.NONE)
    since = min(times[state], default=relay.asked_at)
    reached = min([*times[State.RELAYED], *times[State.CONFIRMED]], default=None)
    return state, since, reached


STEPS = [
    World.seen, World.relayed, World.telephone, World.by_hand, World.link, World.call_back, World.delivered,
    World.remind, World.escalate, World.ask_again,
]  # fmt: skip
step = st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(1, 3), st.integers(-90, 90))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(step, max_size=14))
def test_relay_is_what_its_hops_say(transactional_rollback, steps) -> None:
    with transactional_rollback():
        world = World()
        world.check()
        for act, *with_what in steps:
            act(world, *with_what)
            world.check()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.permutations(range(6)))
def test_order_of_hearing_does_not_matter(transactional_rollback, told) -> None:
    with transactional_rollback():
        world = World()
        relay, start = world.relay(), world.release.published_at
        for n in told:
            kind = [HopKind.SEEN, HopKind.SEEN, HopKind.RELAYED, HopKind.RELAYED, HopKind.DELIVERED, HopKind.REMINDED][
                n
            ]
            hops.record(relay=relay, kind=kind, key=f"k{n}", at=start + timedelta(seconds=n))
        relay.refresh_from_db()

        after = (relay.state, relay.state_since, relay.reached_at)

        assert after == (State.RELAYED, start + timedelta(seconds=2), start + timedelta(seconds=2))


def test_the_model_notices_a_wrong_state(relay) -> None:
    Relay.objects.filter(pk=relay.pk).update(state=State.SEEN)
    relay.refresh_from_db()

    assert (relay.state, relay.state_since, relay.reached_at) != expected(relay)
    assert [found.relay for found in differences()] == [relay.pk]


def test_hop_told_for_an_older_version_changes_nothing(relay, siti, ratna) -> None:
    release = publishing.correct(
        release=relay.release, ask_again=True, by=ratna, base=1, content=factories.content(title="Pukul 9", note="Jam")
    )
    relay = release.relays.select_related("release").get(pk=relay.pk)

    hops.relayed(relay=relay, by=siti, places=[], version=1, at=datetime.now(UTC))

    relay.refresh_from_db()
    assert (relay.state, relay.reached_at) == (State.WAITING, None)
    assert Hop.objects.filter(relay=relay, kind=HopKind.RELAYED).count() == 1
