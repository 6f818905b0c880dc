"""Counts for lists and for the page that asks before publishing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jembatan.people.models import Service
from jembatan.relays.counts import Counts, audience, counts
from jembatan.relays.models import Relay, State
from jembatan.remembering import SECONDS
from tests import factories


@pytest.fixture
def root(db):
    return factories.regency()


def test_counts_of_many_releases_are_one_query(root, django_assert_num_queries):
    one, other = factories.published(), factories.published(targets=["16.06.01"])
    half = Relay.objects.filter(release=one, code__startswith="16.06.02")
    half.update(state=State.CONFIRMED, reached_at=timezone.now())
    half.filter(code="16.06.02.2001").update(asked_version=2, state=State.RELAYED)

    with django_assert_num_queries(1):
        found = counts([one.pk, other.pk, 999])

    assert found == {one.pk: Counts(6, 1, 2), other.pk: Counts(3, 0, 0), 999: Counts()}


def test_counts_of_none(root):
    assert counts([]) == {}


def test_small_counts_are_true_to_the_second_and_large_ones_to_the_minute(root, monkeypatch):
    small, large = factories.published(targets=["16.06.01"]), factories.published()
    monkeypatch.setattr("jembatan.relays.counts.LARGE", 6)
    before = counts([small.pk, large.pk])
    Relay.objects.update(state=State.RELAYED, reached_at=timezone.now())

    soon = counts([small.pk, large.pk])
    with time_machine.travel(timezone.now() + timedelta(seconds=SECONDS + 1)):
        later = counts([small.pk, large.pk])

    assert before == {small.pk: Counts(3), large.pk: Counts(6)}
    assert soon == {small.pk: Counts(3, 3), large.pk: Counts(6)}
    assert later == {small.pk: Counts(3, 3), large.pk: Counts(6, 6)}


def test_audience_is_what_publishing_makes(root):
    factories.volunteer(factories.group("16.06.01.2001", "16.06.01.2002"))
    factories.volunteer(factories.group("16.06.02.2001"), email=None)  # nobody can reach them

    found = audience(["16.06.01", "16.06.02.2001"])
    release = factories.published(targets=["16.06.01", "16.06.02.2001"])

    relays = Relay.objects.filter(release=release)
    assert (found.villages, found.unserved) == (4, 2)
    assert (relays.count(), relays.filter(state=State.NONE).count()) == (4, 2)
    assert Service.objects.count() == 3


def test_audience_of_the_nation_is_every_village(root):
    assert audience(["0"]).villages == 6
