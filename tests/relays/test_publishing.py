"""What publishing, correcting and withdrawing start and stop."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jembatan.messages import engine
from jembatan.messages.engine import fan_out, sweep
from jembatan.messages.models import Chunk, Contact, Delivery, Dispatch, Recipient
from jembatan.people.models import Grant, Person
from jembatan.relays import hops, publishing
from jembatan.relays.links import live_askings
from jembatan.relays.models import Asking, HopKind, Relay, State
from jembatan.relays.rebuilding import differences
from jembatan.relays.reminders import remind_silent
from jembatan.releases.models import Release
from tests import factories

pytestmark = pytest.mark.django_db
HOME = "16.06.01.2001"


def correct(release: Release, by, *, ask_again: bool, **more) -> Release:
    content = factories.content(**{"title": "Pukul 9", "note": "Jam diperbaiki"} | more)
    return publishing.correct(release=release, ask_again=ask_again, by=by, base=1, content=content)


def to_be_sent(person) -> int:
    """How many messages this person would still get."""
    while fan_out.next_chunk():
        pass
    sweep.sweep()
    return Delivery.objects.filter(recipient__person=person, state="ready").count()


def test_asking_again_leaves_one_message_for_who_was_not_reached_yet(siti, ratna, release):
    remind_silent(release=release, by=ratna)

    correct(release, ratna, ask_again=True)

    assert to_be_sent(siti) == 1
    assert list(Dispatch.objects.filter(withdrawn_at=None).values_list("key", flat=True)) == [
        f"release:{release.pk}:v2"
    ]


def test_correction_without_asking_lets_the_messages_go_on(siti, ratna, release):
    correct(release, ratna, ask_again=False)

    assert to_be_sent(siti) == 1
    assert Dispatch.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.parametrize("ask_again", [True, False])
def test_new_expiry_holds_for_what_is_still_to_be_sent(siti, ratna, release, ask_again):
    soon = timezone.now() + timedelta(hours=1)

    correct(release, ratna, ask_again=ask_again, expires_at=soon)

    assert Dispatch.objects.get(withdrawn_at=None).expires_at == soon


# Nothing between one statement and the next makes a village wait for nobody


class Between:
    """Does something just before the statement that begins so; another session's commit would be seen there too."""

    def __init__(self, begins: str, act) -> None:
        self.begins, self.act = begins, act

    def __call__(self, execute, sql, params, many, context):
        if sql.strip().startswith(self.begins):
            self.act()
        return execute(sql, params, many, context)


def kept(release: Release) -> list[tuple[int, int, int]]:
    """State, hops and live askings of the village at home."""
    relay = release.relays.get(code=HOME)
    asked = live_askings().filter(relay=relay, at=relay.asked_at).count()
    return [(relay.state, relay.hops.filter(kind=HopKind.ASKED, version=relay.asked_version).count(), asked)]


def test_volunteer_who_leaves_during_publishing_leaves_nobody_waiting(siti):
    leaves = Between("INSERT INTO relays_asking", lambda: Grant.objects.filter(person=siti).delete())

    with connection.execute_wrapper(leaves):
        release = factories.published()

    assert kept(release) == [(State.NONE, 0, 0)]
    assert differences() == []


def test_volunteer_who_comes_during_publishing_makes_it_wait(kim):
    comes = Between("INSERT INTO relays_asking", lambda: factories.volunteer(kim))

    with connection.execute_wrapper(comes):
        release = factories.published()

    assert kept(release) == [(State.WAITING, 1, 1)]
    assert differences() == []


@pytest.mark.parametrize("gone", [Grant, Contact])
def test_volunteer_who_leaves_while_asking_again_leaves_nobody_waiting(siti, ratna, release, gone):
    whose = {"person": siti} if gone is Grant else {"recipient__person": siti}
    leaves = Between("INSERT INTO relays_asking", lambda: gone.objects.filter(**whose).delete())

    with connection.execute_wrapper(leaves):
        correct(release, ratna, ask_again=True)

    relay = release.relays.get(code=HOME)
    assert (relay.state, relay.hops.filter(version=2).exists()) == (State.NONE, False)
    assert differences() == []


def test_whose_link_was_taken_away_is_not_asked_again(siti, ratna, release):
    Asking.objects.update(revoked_at=timezone.now())

    correct(release, ratna, ask_again=True)

    assert release.relays.get(code=HOME).state == State.NONE
    assert to_be_sent(siti) == 0


def test_who_left_the_group_gets_no_message_about_the_new_version(siti, kim, ratna, release):
    budi = factories.volunteer(kim, name="Budi")
    Grant.objects.filter(person=siti).delete()

    correct(release, ratna, ask_again=True)

    newest = Chunk.objects.get(dispatch__key=f"release:{release.pk}:v2")
    assert newest.recipient_ids == [Recipient.objects.get(person=budi).pk]


def test_group_of_the_relay_is_the_one_at_home_there(siti):
    factories.volunteer(factories.group("16.06.01.2002", HOME, name="KIM Tetangga"))

    release = factories.published()

    assert list(
        Relay.objects.filter(release=release, code__startswith="16.06.01")
        .values_list("group__name", flat=True)
        .order_by("code")
    ) == [f"KIM {HOME}", "KIM Tetangga", None]


# Withdrawing


def told_of_the_withdrawal(release: Release, by: Person) -> list[int]:
    publishing.withdraw(release=release, reason="Salah jadwal.", by=by)
    return [pk for chunk in Dispatch.objects.get(withdrawn_at=None).chunks.all() for pk in chunk.recipient_ids]


def test_withdrawal_stops_what_is_to_be_sent_and_tells_those_who_have_it(siti, ratna, release):
    engine.run_dry()

    assert told_of_the_withdrawal(release, ratna) == [Recipient.objects.get(person=siti).pk]
    told = Dispatch.objects.get(withdrawn_at=None)
    assert (told.kind, told.key) == ("release_withdrawn", f"release:{release.pk}:v1:withdrawn")
    assert to_be_sent(siti) == 1


def test_withdrawn_before_anything_went_out_nobody_is_told(ratna, release):
    assert told_of_the_withdrawal(release, ratna) == []


def test_withdrawal_is_told_to_who_has_it_whatever_became_of_their_link(siti, ratna, release):
    engine.run_dry()
    Asking.objects.update(revoked_at=timezone.now())

    assert told_of_the_withdrawal(release, ratna) == [Recipient.objects.get(person=siti).pk]


def test_withdrawal_is_told_to_who_passed_it_on_from_another_hand(siti, ratna, release):
    hops.relayed(relay=release.relays.earliest("pk"), by=siti, places=["board"], version=1)

    assert told_of_the_withdrawal(release, ratna) == [Recipient.objects.get(person=siti).pk]


def test_withdrawal_is_told_after_the_release_has_expired(siti, ratna, kim):
    release = factories.published(expires_at=timezone.now() + timedelta(hours=1))
    engine.run_dry()

    told_of_the_withdrawal(release, ratna)

    asked, told = Dispatch.objects.order_by("pk")
    assert (asked.expires_at is None, told.expires_at) == (False, None)
