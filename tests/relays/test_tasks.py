"""What runs by itself at a set time, and what becomes of a time that a rule forbids."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jembatan.people.roles import Role
from jembatan.relays import tasks
from jembatan.relays.models import Relay
from jembatan.releases import actions
from jembatan.releases.models import Campaign, Decision, Release
from jembatan.releases.workflow import State
from tests import factories

pytestmark = pytest.mark.django_db
CAMPAIGN = "Sekarang masa kampanye: jawab dulu semua butir daftar periksa netralitas."


@pytest.fixture
def due(regency, ratna) -> Release:
    """Approved for a time that has come."""
    return scheduled(ratna)


def scheduled(writer, **more) -> Release:
    release = factories.release(writer, **more)
    actions.send_for_review(release=release, by=writer)
    reviewer = factories.person(Role.REVIEWER)
    actions.approve(release=release, by=reviewer, base=1, publish_at=timezone.now() + timedelta(hours=1))
    Release.objects.filter(pk=release.pk).update(publish_at=timezone.now() - timedelta(seconds=5))
    return release


def campaign(area) -> Campaign:
    today = timezone.localdate()
    return Campaign.objects.create(
        area=area, name="Pilkada", first_day=today - timedelta(days=1), last_day=today + timedelta(days=9)
    )


def standing(release: Release) -> tuple[str, bool, str]:
    release.refresh_from_db()
    return release.state, release.publish_at is not None, release.missed_because


def test_release_is_published_at_its_time(due):
    tasks.publish_due(0)

    assert standing(due) == (State.PUBLISHED, False, "")
    assert Relay.objects.filter(release=due).count() == 6


def test_time_that_a_rule_forbids_ends_with_the_reason(regency, due):
    campaign(regency)

    tasks.publish_due(0)

    assert standing(due) == (State.APPROVED, False, CAMPAIGN)
    last = due.reviews.latest("pk")
    assert (last.decision, last.by, last.reason) == (Decision.MISSED, None, CAMPAIGN)


def test_it_is_not_tried_each_minute_again(regency, due, caplog):
    campaign(regency)

    for _minute in range(3):
        tasks.publish_due(0)

    assert due.reviews.filter(decision=Decision.MISSED).count() == 1
    assert len(caplog.records) == 1


def test_one_that_is_forbidden_does_not_hold_up_the_next(regency, ratna):
    late = scheduled(ratna, expires_at=timezone.now() + timedelta(hours=2))
    good = scheduled(ratna)

    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        tasks.publish_due(0)

    assert standing(late)[2] == "Masa berlaku rilis ini sudah lewat saat terbit. Ubah dulu tanggal berlakunya."
    assert standing(good)[0] == State.PUBLISHED


def test_one_that_breaks_does_not_hold_up_the_next(due, ratna, monkeypatch, caplog):
    good, real = scheduled(ratna), tasks.publishing.publish

    def publish(*, release: Release, **how) -> Release:
        if release == due:
            raise RuntimeError("a mistake of ours")
        return real(release=release, **how)

    monkeypatch.setattr(tasks.publishing, "publish", publish)

    with pytest.raises(RuntimeError, match="a mistake of ours"):
        tasks.publish_due(0)

    assert (standing(due)[0], standing(good)[0], len(caplog.records)) == (State.APPROVED, State.PUBLISHED, 1)


def test_one_taken_back_a_moment_ago_stays_as_it_was_left(due, ratna):
    actions.send_back(release=due, reason="Tunggu.", by=ratna)

    actions.miss(release=due, because="Rilis ini tidak lagi dijadwalkan terbit sekarang.")

    assert standing(due) == (State.DRAFT, False, "")
    assert due.reviews.filter(decision=Decision.MISSED).exists() is False
