"""Reminding the silent: once for each village and version, however often the button is pressed."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from jembatan.audit.models import Entry
from jembatan.messages.models import Chunk, Dispatch, Recipient
from jembatan.relays import escalation, hops, publishing
from jembatan.relays.models import Asking, HopKind
from jembatan.relays.reminders import remind_silent
from jembatan.releases.workflow import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def told() -> list[list[int]]:
    """The recipients of each reminder, the oldest first."""
    rows = Chunk.objects.filter(dispatch__kind="release_reminder").order_by("dispatch_id")
    return [chunk.recipient_ids for chunk in rows]


def recipient(person) -> int:
    return Recipient.objects.get(person=person).pk


def test_silent_volunteers_are_reminded(siti, ratna, release):
    villages = remind_silent(release=release, by=ratna)

    assert villages == 1
    assert told() == [[recipient(siti)]]
    entry = Entry.objects.get(action="release.reminded")
    assert (entry.actor, entry.facts) == (ratna.pk, {"villages": 1, "people": 1})


def test_second_press_reminds_nobody(siti, ratna, release):
    presses = [remind_silent(release=release, by=ratna) for _ in range(2)]

    assert presses == [1, 0]
    assert Dispatch.objects.filter(kind="release_reminder").count() == 1
    assert release.relays.get(code="16.06.01.2001").hops.filter(kind=HopKind.REMINDED).count() == 1


def test_village_that_got_somebody_later_is_reminded_by_the_next_press(siti, ratna, regency):
    rosa = factories.volunteer(factories.group("16.06.01.2003"), name="Rosa")
    release = factories.published()
    relay = release.relays.get(code="16.06.01.2001")
    remind_silent(release=release, by=ratna)

    for hours in (24, 36):  # 2002 is asked through a neighbour
        escalation.run(release.published_at + timedelta(hours=hours, seconds=1))
    again = remind_silent(release=release, by=ratna)

    assert again == 1
    assert told() == [sorted([recipient(siti), recipient(rosa)]), told()[1]]
    assert relay.hops.filter(kind=HopKind.REMINDED).count() == 1


def test_those_who_passed_it_on_are_left_in_peace(siti, ratna, release):
    hops.relayed(
        relay=release.relays.select_related("release").get(code="16.06.01.2001"), by=siti, places=[], version=1
    )

    assert remind_silent(release=release, by=ratna) == 0
    assert told() == []


def test_person_with_two_silent_villages_gets_one_message(ratna, regency):
    who = factories.volunteer(factories.group("16.06.01.2001", "16.06.01.2002"))
    release = factories.published()

    villages = remind_silent(release=release, by=ratna)

    assert (villages, told()) == (2, [[recipient(who)]])


def test_history_says_reminded_only_where_somebody_is(siti, ratna, release, relay):
    """Revoked, without a role or without anything to reach them by: nobody is told, and nothing is claimed."""
    changes = [
        lambda: Asking.objects.update(revoked_at=timezone.now()),
        lambda: siti.grants.update(valid_until=timezone.localdate() - timedelta(days=1)),
        lambda: Recipient.objects.all().delete(),
    ]

    for change in changes:
        with transaction.atomic():
            change()
            assert remind_silent(release=release, by=ratna) == 0
            assert (told(), relay.hops.filter(kind=HopKind.REMINDED).exists()) == ([], False)
            transaction.set_rollback(True)
    assert remind_silent(release=release, by=ratna) == 1


def test_new_version_may_be_reminded_of_again(siti, ratna, release):
    remind_silent(release=release, by=ratna)
    content = factories.content(title="Pukul 9", note="Jam")
    release = publishing.correct(release=release, ask_again=True, by=ratna, base=1, content=content)

    assert remind_silent(release=release, by=ratna) == 1
    assert Dispatch.objects.filter(kind="release_reminder").count() == 2


def test_withdrawn_or_expired_release_is_refused(siti, ratna, release):
    publishing.withdraw(release=release, reason="Salah jadwal", by=ratna)
    with pytest.raises(Refused, match="tidak sedang terbit"):
        remind_silent(release=release, by=ratna)

    expired = publishing.publish(
        release=factories.release(expires_at=timezone.now() - timedelta(minutes=1)), by=None,
        at=timezone.now() - timedelta(hours=2),
    )  # fmt: skip
    with pytest.raises(Refused, match="Masa berlaku"):
        remind_silent(release=expired, by=ratna)
