"""What waits for somebody, and where it was silent for long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.people.roles import Role
from jembatan.relays import hops, publishing
from jembatan.relays.silence import silent_villages, waiting_relays
from tests import factories

pytestmark = pytest.mark.django_db


def codes(rows) -> list[str]:
    return list(rows.values_list("code", flat=True))


def days_ago(n: int):
    return timezone.now() - timedelta(days=n)


@pytest.fixture
def tono(regency):
    return factories.person(Role.COORDINATOR, "16.06.01")


def test_coordinator_sees_what_waits_in_the_district(tono, release):
    assert codes(waiting_relays(tono).order_by("code")) == ["16.06.01.2001", "16.06.01.2002", "16.06.01.2003"]


def test_executive_and_stranger_look_after_nothing(release):
    executive, stranger = factories.person(Role.EXECUTIVE), factories.person()

    assert (codes(waiting_relays(executive)), codes(waiting_relays(stranger))) == ([], [])


def test_nothing_waits_that_is_done_withdrawn_expired_or_old(tono, siti, ratna):
    done = factories.published(targets=["16.06.01.2001"])
    hops.relayed(relay=done.relays.select_related("release").get(), by=siti, places=[], version=1)
    publishing.withdraw(release=factories.published(), reason="Salah", by=ratna)
    expired = factories.release(expires_at=days_ago(1))
    publishing.publish(release=expired, by=None, at=days_ago(2))
    publishing.publish(release=factories.release(), by=None, at=days_ago(40))

    assert codes(waiting_relays(tono)) == []


def test_silent_is_who_relayed_nothing_lately_or_ever(siti):
    for n, code in ((40, "16.06.01.2001"), (5, "16.06.01.2002")):
        release = publishing.publish(release=factories.release(targets=[code]), by=None, at=days_ago(50))
        relay = release.relays.select_related("release").get()
        hops.relayed(relay=relay, by=siti, places=[], version=1, at=days_ago(n), key=code)

    found = silent_villages("16.06.01", since=days_ago(30))

    assert [(area.code, area.last is None) for area in found] == [("16.06.01.2001", False), ("16.06.01.2003", True)]


def test_silent_villages_of_no_subtree_are_none(regency):
    assert list(silent_villages(since=days_ago(30))) == []
