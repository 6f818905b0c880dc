"""The alarm when nothing of a release went out to a village where somebody can be reached."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jembatan.messages import actions, engine, retention
from jembatan.messages.models import Delivery, Dispatch, Recipient
from jembatan.people.models import Grant
from jembatan.people.roles import Role
from jembatan.relays import alarm, hops, publishing, tasks
from jembatan.relays.models import Alarm, Asking, Relay
from tests import factories
from tests.messages import fakes
from tests.relays.conftest import FAR, HOME, NEXT

pytestmark = pytest.mark.django_db


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def passes(minutes: int) -> None:
    """Everything that stands in the tables happened so much longer ago."""
    for table, column in [
        ("relays_relay", "asked_at"), ("relays_asking", "at"), ("messages_contact", "created_at"),
        ("messages_dispatch", "created_at"), ("messages_delivery", "ready_at"),
    ]:  # fmt: skip
        run(f"UPDATE {table} SET {column} = {column} - interval '{minutes} minutes'")


@pytest.fixture
def post(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def fan_out() -> None:
    while engine.fan_out.next_chunk():
        pass


def silent(release) -> list[str]:
    return alarm.silent_villages().get(release.pk, [])


def test_all_is_well_when_a_provider_took_the_message(release, post):
    engine.run_dry()
    passes(61)

    assert (silent(release), alarm.look(), Alarm.objects.count()) == ([], 0, 0)


def test_nothing_went_out(release, caplog):
    passes(61)

    began = alarm.look()

    found = Alarm.objects.get()
    assert (began, found.release, found.villages, found.over) == (1, release, [HOME], None)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        f"release {release.pk}: no message went out to 1 villages: {HOME}"
    ]


def test_a_dispatch_that_was_rolled_up_says_nothing_about_villages(release, post, settings):
    engine.run_dry()
    settings.KEEP_DAYS = settings.KEEP_DAYS | {"deliveries": 0}
    retention.forget()
    passes(61)

    assert (Delivery.objects.count(), silent(release)) == (0, [])


def test_who_is_asked_after_it_is_looked_at_again(release, post, settings):
    engine.run_dry()
    settings.KEEP_DAYS = settings.KEEP_DAYS | {"deliveries": 0}
    retention.forget()
    passes(30)
    Asking.objects.update(at=timezone.now())
    passes(61)

    assert silent(release) == [HOME]


def test_an_hour_is_given(release):
    passes(55)

    assert silent(release) == []


@pytest.mark.parametrize("state", ["failed", "uncertain", "opted_out", "ready", "sending"])
def test_what_no_provider_took_has_not_gone_out(release, state):
    fan_out()
    run("ALTER TABLE messages_delivery DISABLE TRIGGER USER")
    held = {"token": "0" * 32, "lease_until": timezone.now()} if state == "sending" else {}
    Delivery.objects.filter(channel="email").update(state=state, **held)
    passes(61)

    assert silent(release) == [HOME]


def test_a_try_that_failed_and_waits_for_the_next_is_no_wait_on_purpose(release):
    fan_out()
    passes(61)
    Delivery.objects.update(ready_at=timezone.now() + timedelta(minutes=10), reason="HTTP 503")

    assert silent(release) == [HOME]


def test_quiet_hours_are_no_alarm(release, settings, post):
    settings.QUIET_HOURS = ((timezone.now() - timedelta(hours=1)).hour, (timezone.now() + timedelta(hours=2)).hour)
    Recipient.objects.update(zone="UTC")
    engine.run_dry()
    waiting = Delivery.objects.get(channel="email")
    passes(61)
    Delivery.objects.update(ready_at=timezone.now() + timedelta(hours=1))

    assert (waiting.state, waiting.reason in alarm.ON_PURPOSE, silent(release)) == ("ready", True, [])


def test_a_bundle_that_waits_is_no_alarm(release, siti, post):
    engine.run_dry()
    other = factories.published(title="Harga sawit", relay_hours=72)
    engine.run_dry()
    waiting = Delivery.objects.get(dispatch__subject_id=other.pk, channel="email")
    passes(61)

    assert (waiting.state, waiting.reason in alarm.ON_PURPOSE, silent(other)) == ("ready", True, [])


def test_the_hour_counts_from_the_morning_on(release):
    fan_out()
    passes(12 * 60)
    minutes = [59, 61]
    found = []
    for late in minutes:
        ready_at = timezone.now() - timedelta(minutes=late)
        Delivery.objects.update(ready_at=ready_at, reason="quiet hours")
        found.append(silent(release))

    assert found == [[], [HOME]]


def test_a_chunk_that_did_not_become_messages(release):
    passes(61)

    assert (Delivery.objects.exists(), silent(release)) == (False, [HOME])


def test_the_inbox_is_no_message(release, siti):
    fan_out()
    contact = siti.recipient.contacts.get(channel="inbox")
    Delivery.objects.all().delete()
    dispatch = Dispatch.objects.get(kind="release")
    Delivery.objects.create(
        dispatch=dispatch, recipient=siti.recipient, channel="inbox", contact=contact, state="accepted"
    )
    passes(61)

    assert silent(release) == [HOME]


def test_one_of_two_volunteers_is_enough(release, siti, post):
    engine.run_dry()
    budi = factories.volunteer(siti.grants.get().group, name="Budi")
    Relay.objects.get(code=HOME).askings.create(person=budi, at=timezone.now())
    passes(61)

    assert silent(release) == []


def test_a_message_about_another_village_is_none_about_this_one(release, siti, post):
    engine.run_dry()
    passes(120)
    asked_later = timezone.now() - timedelta(minutes=61)
    Relay.objects.get(code=NEXT).askings.create(person=siti, at=asked_later, step=1)

    assert silent(release) == [NEXT]


def left(siti):
    Grant.objects.filter(person=siti).delete()


def inactive(siti):
    type(siti).objects.update(is_active=False)


def revoked(siti):
    Asking.objects.update(revoked_at=timezone.now())


def stopped(siti):
    for contact in siti.recipient.contacts.filter(channel="email"):
        actions.end(contact=contact, by=None)


@pytest.mark.parametrize("gone", [left, inactive, revoked, stopped])
def test_where_nobody_can_be_reached_it_is_no_alarm(release, siti, gone):
    gone(siti)
    passes(61)

    assert silent(release) == []


def test_a_channel_that_is_not_set_up_reaches_nobody(kim):
    person = factories.volunteer(kim, email=None, phone="0812-1111-2222")
    release = factories.published()
    passes(61)

    assert (person.askings.exists(), silent(release)) == (True, [])


def test_who_was_asked_a_moment_ago_has_time(release, siti):
    passes(61)
    Asking.objects.update(at=timezone.now() - timedelta(minutes=5))

    assert silent(release) == []


def test_a_village_that_has_it_already_is_no_alarm(release, siti, relay):
    passes(61)
    hops.relayed(relay=relay, by=siti, places=["board"], version=1)

    assert silent(release) == []


def test_over_when_it_went_out_and_anew_when_it_begins_again(release, post):
    passes(61)
    alarm.look()
    engine.run_dry()
    again = [alarm.look(), alarm.look()]
    first = Alarm.objects.get()
    run("ALTER TABLE messages_delivery DISABLE TRIGGER USER")
    Delivery.objects.update(state="failed")
    third = alarm.look()

    assert (again, first.over is None, third, Alarm.objects.ongoing().count()) == ([0, 0], False, 1, 1)


def test_looking_again_renews_it_and_says_nothing(release, kim, caplog):
    passes(61)
    alarm.look()
    before = Alarm.objects.get()
    with time_machine.travel(timezone.now() + timedelta(minutes=15)):
        began = alarm.look()

    after = Alarm.objects.get()
    assert (began, after.since, after.seen > before.seen) == (0, before.since, True)
    assert sum(record.levelname == "ERROR" for record in caplog.records) == 1


@pytest.mark.parametrize("end", ["withdrawn", "expired", "old"])
def test_a_release_that_is_over_has_no_alarm(release, ratna, end):
    passes(61)
    alarm.look()
    if end == "withdrawn":
        publishing.withdraw(release=release, reason="Keliru.", by=ratna)
    elif end == "expired":
        run("SET LOCAL jembatan.retention = 'on'")
        type(release.text).objects.update(expires_at=timezone.now())
    else:
        passes(7 * 24 * 60)
    alarm.look()

    assert (silent(release), Alarm.objects.ongoing().exists()) == ([], False)


def test_a_correction_has_an_hour_of_its_own(release, ratna, post):
    engine.run_dry()
    passes(600)
    content = factories.content(body="Kamis.", note="Kini hari Kamis.")
    publishing.correct(release=release, ask_again=True, by=ratna, base=1, content=content)
    at_once = silent(release)
    passes(61)

    assert (at_once, silent(release)) == ([], [HOME])


def test_it_names_every_village(kim, siti):
    for code in (NEXT, FAR):
        factories.volunteer(factories.group(code))
    release = factories.published()
    passes(61)

    alarm.look()

    assert Alarm.objects.get().villages == [HOME, NEXT, FAR]
    assert alarm.names({release.pk: [FAR, HOME]}) == {release.pk: ["Desa 01-2001", "Desa 01-2003"]}


def test_seen_by_those_who_may_look_into_its_messages(release):
    release_office = factories.office("Dinas A")
    Dispatch.objects.update(office_id=release_office.pk)
    passes(61)
    alarm.look()
    people = {
        "admin": factories.person(Role.ADMIN),
        "ours": factories.person(Role.REVIEWER, office=release_office),
        "others": factories.person(Role.REVIEWER, office=factories.office("Dinas B")),
        "editor": factories.person(Role.EDITOR),
    }

    seen = {name: alarm.visible_to(person).count() for name, person in people.items()}

    assert seen == {"admin": 1, "ours": 1, "others": 0, "editor": 0}


def test_one_at_a_time(release):
    now = timezone.now()
    for _ in range(2):
        Alarm.objects.create(release=release, villages=[HOME], since=now, seen=now, over=now)
    Alarm.objects.create(release=release, villages=[HOME], since=now, seen=now)

    with pytest.raises(IntegrityError, match="alarm_once_at_a_time"), transaction.atomic():
        Alarm.objects.create(release=release, villages=[HOME], since=now, seen=now)


def test_its_cost_does_not_depend_on_releases_or_villages(release, django_assert_num_queries):
    with django_assert_num_queries(1):
        alarm.silent_villages()
    for number in range(3):
        factories.published(title=f"Rilis {number}")
    passes(61)
    with django_assert_num_queries(1):
        alarm.silent_villages()


def test_the_task_looks(release):
    passes(61)

    tasks.look_for_silence(0)

    assert Alarm.objects.ongoing().exists()


def test_the_engine_writes_the_reasons_that_we_know(release, siti, post, settings):
    settings.QUIET_HOURS = ((timezone.now() - timedelta(hours=1)).hour, (timezone.now() + timedelta(hours=2)).hour)
    Recipient.objects.update(zone="UTC")
    engine.run_dry()
    quiet = Delivery.objects.get(channel="email").reason
    settings.QUIET_HOURS = None
    fakes.waits_are_over()
    engine.run_dry()
    factories.published(title="Harga sawit", relay_hours=72)
    engine.run_dry()

    assert (quiet, Delivery.objects.filter(channel="email").latest("pk").reason) == alarm.ON_PURPOSE
