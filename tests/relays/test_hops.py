"""Telling what happened: once is enough, late is fine, and a claim is no evidence."""

import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from jembatan.audit.models import Entry
from jembatan.relays import hops, publishing
from jembatan.relays.models import Asking, Evidence, Hop, HopKind, Relay, State
from jembatan.releases.workflow import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def kinds(relay):
    return list(relay.hops.order_by("pk").values_list("kind", flat=True))


def test_opening_twice_is_one_hop(relay, siti):
    first = hops.seen(relay=relay, by=siti, version=1)

    again = hops.seen(relay=relay, by=siti, version=1)

    assert (first, again) == (True, False)
    assert kinds(relay) == [HopKind.ASKED, HopKind.SEEN]


def test_relayed_is_a_claim_with_an_audit_entry(relay, siti):
    hops.relayed(relay=relay, by=siti, places=["board"], people=40, version=1)

    hop = relay.hops.get(kind=HopKind.RELAYED)
    assert (hop.by, hop.evidence, hop.places, hop.people) == (siti, Evidence.CLAIM, ["board"], 40)
    assert list(Entry.objects.filter(subject=f"relay:{relay.pk}").values_list("action", "actor")) == [
        ("relay.relayed", siti.pk)
    ]


def test_relayed_offline_counts_from_when_it_happened(siti):
    release = publishing.publish(release=factories.release(), by=None, at=timezone.now() - timedelta(hours=5))
    relay = release.relays.get(code="16.06.01.2001")
    happened = timezone.now() - timedelta(hours=2)

    hops.relayed(relay=relay, by=siti, places=[], version=1, at=happened, key="hp-1")

    relay.refresh_from_db()
    hop = relay.hops.get(kind=HopKind.RELAYED)
    assert (relay.reached_at, hop.at) == (happened, happened)
    assert hop.heard_at > happened


def test_relayed_is_never_later_than_now_nor_before_the_asking(relay, siti):
    hops.relayed(relay=relay, by=siti, places=[], version=1, at=timezone.now() + timedelta(days=3), key="a")
    hops.relayed(relay=relay, by=siti, places=[], version=1, at=timezone.now() - timedelta(days=3), key="b")

    relay.refresh_from_db()
    assert relay.hops.filter(at__gt=timezone.now()).exists() is False
    assert relay.reached_at == relay.asked_at


def test_withdrawn_release_is_not_relayed(relay, siti, ratna):
    publishing.withdraw(release=relay.release, reason="Salah jadwal", by=ratna)
    relay = Relay.objects.select_related("release").get(pk=relay.pk)

    with pytest.raises(Refused):
        hops.relayed(relay=relay, by=siti, places=[], version=1)

    assert kinds(relay) == [HopKind.ASKED]


def test_told_by_telephone_names_who_wrote_it_down(relay, siti, ratna):
    hops.told_by_telephone(relay=relay, by=siti, told_by=ratna, places=["face"])

    hop = relay.hops.get(kind=HopKind.RELAYED)
    assert (hop.by, hop.told_by, hop.evidence) == (siti, ratna, Evidence.TELEPHONE)


def test_call_in_vain_leaves_the_relay_where_it_is(relay, siti, ratna):
    hops.called_in_vain(relay=relay, outcome="no_answer", by=ratna, person=siti)

    relay.refresh_from_db()
    entry = Entry.objects.get(action="relay.call_no_answer")
    assert (relay.state, kinds(relay)) == (State.WAITING, [HopKind.ASKED])
    assert (entry.subject, entry.actor, entry.facts) == (f"relay:{relay.pk}", ratna.pk, {"person": siti.pk})


def test_sent_by_hand_once_a_day(relay, siti, ratna):
    told = [hops.sent_by_hand(relay=relay, to=siti, told_by=ratna) for _ in range(2)]

    assert told == [True, False]
    assert kinds(relay) == [HopKind.ASKED, HopKind.SENT_BY_HAND]


def test_sent_by_hand_refuses_a_link_that_does_nothing(relay, siti, ratna):
    Asking.objects.filter(relay=relay).update(revoked_at=timezone.now())

    with pytest.raises(Refused):
        hops.sent_by_hand(relay=relay, to=siti, told_by=ratna)

    assert kinds(relay) == [HopKind.ASKED]


def test_photo_proves_nothing_where_there_is_none(relay, ratna):
    with pytest.raises(Refused):
        hops.confirmed_by_person(relay=relay, evidence=Evidence.PHOTO, told_by=ratna)


def test_photo_proves_what_it_was_taken_for(relay, siti, ratna, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hops.relayed(relay=relay, by=siti, places=["board"], version=1, photo=ContentFile(b"gambar", "a.jpg"))

    told = [hops.confirmed_by_person(relay=relay, evidence=Evidence.PHOTO, told_by=ratna) for _ in range(2)]

    relay.refresh_from_db()
    assert told == [True, False]
    assert relay.state == State.CONFIRMED


def test_photo_of_an_older_version_proves_nothing(relay, siti, ratna, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hops.relayed(relay=relay, by=siti, places=["board"], version=1, photo=ContentFile(b"gambar", "a.jpg"))
    content = factories.content(title="Pukul 9", note="Jam")
    release = publishing.correct(release=relay.release, ask_again=True, by=ratna, base=1, content=content)

    with pytest.raises(Refused):
        hops.confirmed_by_person(relay=release.relays.get(pk=relay.pk), evidence=Evidence.PHOTO, told_by=ratna)


def test_who_alone_said_so_is_no_evidence(relay, siti, ratna, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo = ContentFile(b"gambar", "a.jpg")
    hops.relayed(relay=relay, by=siti, places=["board"], version=1, photo=photo)

    for evidence in (Evidence.PHOTO, Evidence.CALL_BACK):
        with pytest.raises(Refused, match="dari orang lain"):
            hops.confirmed_by_person(relay=relay, evidence=evidence, told_by=siti)
        assert hops.confirmed_by_person(relay=relay, evidence=evidence, told_by=ratna) is True


def test_who_wrote_down_what_a_volunteer_said_may_call_back(relay, siti, ratna):
    hops.told_by_telephone(relay=relay, by=siti, told_by=ratna, places=[])

    assert hops.confirmed_by_person(relay=relay, evidence=Evidence.CALL_BACK, told_by=ratna) is True


@pytest.mark.parametrize("change", [{"note": "lain"}, None])
def test_hop_is_append_only(relay, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        relay.hops.update(**change) if change else relay.hops.all().delete()


def test_relay_never_goes_back(relay, siti):
    hops.seen(relay=relay, by=siti, version=1)

    with pytest.raises(IntegrityError, match="cannot go back"), transaction.atomic():
        Relay.objects.filter(pk=relay.pk).update(state=State.WAITING)


def test_key_of_a_hop_is_there_once(relay):
    with pytest.raises(IntegrityError), transaction.atomic():
        Hop.objects.create(relay=relay, kind=HopKind.SEEN, key=relay.hops.get().key, at=timezone.now(), version=1)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_tell_one_hop():
    factories.regency()
    who = factories.volunteer(factories.group("16.06.01.2001"))
    relay = factories.published().relays.select_related("release").get(code="16.06.01.2001")
    barrier, told = threading.Barrier(2), []

    def tell():
        barrier.wait()
        told.append(hops.relayed(relay=relay, by=who, places=["board"], version=1))
        connection.close()

    threads = [threading.Thread(target=tell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    relay.refresh_from_db()
    assert sorted(told) == [False, True]
    assert (relay.state, relay.hops.filter(kind=HopKind.RELAYED).count()) == (State.RELAYED, 1)
