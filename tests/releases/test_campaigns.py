"""Campaign periods: planned ahead; one that runs cannot be taken away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.audit.models import Entry
from jembatan.releases import campaigns
from jembatan.releases.models import Campaign
from jembatan.releases.rules import four_eyes_holds
from jembatan.releases.workflow import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def plan(root, first: int, last: int) -> Campaign:
    """Days from today, by the root's calendar."""
    today = timezone.localdate(timezone=campaigns.zone(root))
    days = {"first_day": today + timedelta(first), "last_day": today + timedelta(last)}
    return campaigns.plan(area=root, name="Pilkada", by=None, **days)


def test_a_period_that_runs_binds_and_stays():
    root = factories.regency()
    running = plan(root, 0, 10)

    with pytest.raises(Refused, match="sudah mulai"):
        campaigns.cancel(campaign=running, by=None)

    assert four_eyes_holds(root)
    assert Campaign.objects.get() == running


def test_a_period_ahead_can_be_cancelled():
    ahead = plan(factories.regency(), 1, 10)

    campaigns.cancel(campaign=ahead, by=None)

    assert not Campaign.objects.exists()
    acts = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert acts == ["campaign.planned", "campaign.cancelled"]


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refused, match="sesudah hari pertama"):
        plan(factories.regency(), 3, 2)
