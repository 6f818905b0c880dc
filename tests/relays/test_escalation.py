"""When the deadline passes: members, neighbour, coordinator, telephone list; each step in the history, once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jembatan.areas.models import Area, Setting
from jembatan.messages import actions as messages
from jembatan.messages.models import Chunk, Dispatch, Recipient
from jembatan.people.roles import Role
from jembatan.relays import escalation, hops, publishing
from jembatan.relays.models import Asking, HopKind, State, Step
from jembatan.relays.rebuilding import differences
from tests import factories

pytestmark = pytest.mark.django_db
HOME, NEXT, FAR = "16.06.01.2001", "16.06.01.2002", "16.06.01.2003"
HOURS = {Step.MEMBERS: 24, Step.NEIGHBOUR: 36, Step.COORDINATOR: 48, Step.PHONE_LIST: 60}  # after publishing


@pytest.fixture
def budi(kim):
    """Another member, who is not on duty."""
    return factories.volunteer(kim, name="Budi", on_duty=False)


@pytest.fixture
def rosa(regency):
    """On duty in the neighbouring village."""
    return factories.volunteer(factories.group(NEXT), name="Rosa")


@pytest.fixture
def tono(regency):
    """The coordinator of the district."""
    return factories.person(Role.COORDINATOR, "16.06.01", name="Tono")


def run(release, step: Step) -> int:
    """The timetable up to this step, each at its time; returns how many relays took the last one."""
    for one in [one for one in HOURS if one <= step]:
        taken = escalation.run(release.published_at + timedelta(hours=HOURS[one], seconds=1))
    return taken


def asked(relay) -> list[tuple[str, int | None]]:
    return list(relay.askings.order_by("pk").values_list("person__name", "step"))


def steps(relay) -> list[tuple[int, int]]:
    return list(relay.hops.filter(kind=HopKind.ESCALATED).order_by("pk").values_list("step", "asked"))


def home(release):
    return release.relays.select_related("release").get(code=HOME)


def test_nothing_happens_before_the_deadline(budi, release):
    assert escalation.run(release.published_at + timedelta(hours=23)) == 0

    assert steps(home(release)) == []


def test_step_by_step_from_members_to_the_list(siti, budi, rosa, tono):
    release = factories.published()

    for step in HOURS:
        run(release, step)

    relay = home(release)
    assert asked(relay) == [
        ("Siti Aminah", None),
        ("Budi", Step.MEMBERS),
        ("Rosa", Step.NEIGHBOUR),
        ("Tono", Step.COORDINATOR),
    ]
    assert steps(relay) == [(0, 1), (1, 1), (2, 1), (3, 0)]
    assert relay.step == Step.DONE


def test_relay_that_was_passed_on_is_left_alone(siti, budi, release):
    relay = home(release)
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    run(release, Step.PHONE_LIST)

    assert steps(relay) == []


def test_step_that_finds_nobody_is_told_and_says_nothing(release):
    empty = release.relays.get(code="16.06.02.2001")

    run(release, Step.MEMBERS)

    empty.refresh_from_db()
    assert steps(empty) == [(0, 0)]
    assert empty.state == State.NONE


def test_village_without_a_group_waits_once_a_neighbour_is_asked(rosa):
    release = factories.published()
    far = release.relays.get(code=FAR)
    assert far.state == State.NONE

    run(release, Step.NEIGHBOUR)

    far.refresh_from_db()
    assert (far.state, asked(far)) == (State.WAITING, [("Rosa", Step.NEIGHBOUR)])
    assert differences() == []


def penghubung(code: str, name: str):
    who = factories.person(Role.VOLUNTEER, code, name=name)
    messages.agree(person=who, channel="email", address=f"{name}@contoh.id", source="test", by=None)
    return who


def test_neighbour_may_be_a_penghubung_of_a_village_without_a_group(regency):
    penghubung(FAR, "Diam")
    penghubung(NEXT, "Dekat")
    release = factories.published()

    run(release, Step.NEIGHBOUR)

    assert asked(release.relays.get(code=FAR)) == [("Diam", None), ("Dekat", Step.NEIGHBOUR)]


def test_neighbour_is_the_nearest_village_of_another_group(regency, tono):
    factories.volunteer(factories.group(HOME, NEXT, name="KIM Dua Desa"), name="Siti")
    factories.volunteer(factories.group(FAR), name="Jauh")
    release = factories.published()

    run(release, Step.NEIGHBOUR)

    assert asked(home(release)) == [("Siti", None), ("Jauh", Step.NEIGHBOUR)]


def test_person_asked_already_is_not_asked_again(siti, rosa):
    release = factories.published()
    relay = home(release)
    Asking.objects.create(relay=relay, person=rosa, step=Step.MEMBERS, at=timezone.now())

    run(release, Step.NEIGHBOUR)

    assert steps(relay) == [(0, 0), (1, 0)]


def test_coordinator_who_left_is_not_asked(siti, tono):
    tono.is_active = False
    tono.save()
    release = factories.published()

    run(release, Step.COORDINATOR)

    assert steps(home(release))[-1] == (Step.COORDINATOR, 0)


def test_new_version_asks_everyone_anew(siti, budi, ratna):
    release = factories.published()
    run(release, Step.MEMBERS)
    content = factories.content(title="Pukul 9", note="Jam")

    with time_machine.travel(release.published_at + timedelta(hours=30)):
        release = publishing.correct(release=release, ask_again=True, by=ratna, base=1, content=content)
    relay = home(release)
    escalation.run(relay.deadline + timedelta(seconds=1))

    assert steps(relay) == [(0, 1), (0, 1)]
    assert Dispatch.objects.filter(kind="release_escalation").count() == 2


def test_message_goes_to_those_who_are_asked(siti, budi):
    release = factories.published()

    run(release, Step.MEMBERS)

    dispatch = Dispatch.objects.get(kind="release_escalation")
    wanted = Recipient.objects.get(person=budi).pk
    assert [ids for chunk in Chunk.objects.filter(dispatch=dispatch) for ids in chunk.recipient_ids] == [wanted]


def test_running_twice_is_running_once(siti, budi, release):
    first, again = run(release, Step.MEMBERS), run(release, Step.MEMBERS)

    assert (first, again) == (6, 0)
    assert steps(home(release)) == [(0, 1)]


def test_after_a_long_outage_each_step_has_its_full_time(siti, budi, rosa, tono):
    release = factories.published()
    late = release.published_at + timedelta(hours=HOURS[Step.PHONE_LIST] + 10)

    taken = [escalation.run(late + timedelta(hours=hours)) for hours in (0, 1, 11, 12, 24, 36, 48)]

    assert taken == [6, 0, 0, 6, 6, 6, 0]
    assert steps(home(release)) == [(0, 1), (1, 1), (2, 1), (3, 0)]


def test_step_in_time_does_not_move_the_following(siti, budi, release):
    deadline = home(release).deadline

    escalation.run(deadline)

    assert home(release).step_at == deadline + timedelta(hours=12)


def test_killed_between_batches_goes_on_where_it_stopped(siti, budi, release, monkeypatch):
    monkeypatch.setattr(escalation, "BATCH", 2)
    now = release.published_at + timedelta(hours=24, seconds=1)
    escalation._one_batch(now)  # and then the worker dies

    rest = escalation.run(now)

    assert rest == 4
    assert sorted(len(steps(relay)) for relay in release.relays.all()) == [1] * 6


def test_killed_inside_a_batch_leaves_nothing_of_it(siti, budi, release, monkeypatch):
    def die(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(escalation, "tell", die)
    with pytest.raises(KeyboardInterrupt):
        run(release, Step.MEMBERS)

    relay = home(release)
    assert (steps(relay), relay.step, asked(relay)) == ([], Step.MEMBERS, [("Siti Aminah", None)])


def test_withdrawn_and_expired_releases_ask_nobody(siti, budi, ratna):
    withdrawn = factories.published()
    publishing.withdraw(release=withdrawn, reason="Salah jadwal", by=ratna)
    expired = factories.published(expires_at=timezone.now() + timedelta(hours=1))

    taken = [run(withdrawn, Step.PHONE_LIST), run(expired, Step.PHONE_LIST)]

    assert taken == [0, 0]


def test_timetable_is_a_setting(siti, budi, release):
    Setting.objects.create(
        area=Area.objects.root(), name="escalation",
        value={"members": 0, "neighbour": 1, "coordinator": 2, "phone_list": 3},
    )  # fmt: skip

    for hours in (24, 25, 26, 27):
        escalation.run(release.published_at + timedelta(hours=hours, seconds=1))

    assert home(release).step == Step.DONE


def test_number_of_queries_is_the_same_for_few_and_many(siti, budi, release, django_assert_max_num_queries):
    def queries(of) -> int:
        with django_assert_max_num_queries(100) as found:
            run(of, Step.MEMBERS)
        return len(found)

    few = queries(release)
    for n in range(20):
        factories.area(f"16.06.01.30{n:02d}", parent=factories.get_area("16.06.01"))
    many = queries(factories.published())

    assert many == few
