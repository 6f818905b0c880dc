"""Counts for lists and for the page that asks before publishing."""

import pytest
from django.utils import timezone

from jembatan.people.models import Service
from jembatan.relays.counts import audience, reached_counts
from jembatan.relays.models import Relay, State
from tests import factories


@pytest.fixture
def root(db):
    return factories.regency()


def test_reached_counts_of_many_releases_are_one_query(root, django_assert_num_queries):
    one, other = factories.published(), factories.published(targets=["16.06.01"])
    Relay.objects.filter(release=one, code__startswith="16.06.02").update(
        state=State.CONFIRMED, reached_at=timezone.now()
    )

    with django_assert_num_queries(1):
        found = reached_counts([one.pk, other.pk, 999])

    assert found == {one.pk: (3, 6), other.pk: (0, 3)}


def test_reached_counts_of_none(root):
    assert reached_counts([]) == {}


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
