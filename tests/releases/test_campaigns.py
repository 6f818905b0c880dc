"""In a dated campaign period four-eyes cannot be switched off, and the checklist is answered."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from jembatan.areas.models import Setting
from jembatan.releases import actions, rules
from jembatan.releases.models import Campaign
from jembatan.releases.workflow import Refused, State
from tests import factories

YES = dict.fromkeys(rules.CHECKLIST, True)
FIRST, LAST = date(2026, 9, 1), date(2026, 11, 30)
DURING = datetime(2026, 9, 15, 3, tzinfo=UTC)
BEFORE = datetime(2026, 8, 20, 3, tzinfo=UTC)


@pytest.fixture
def campaign(office):
    return Campaign.objects.create(name="Kampanye Pilkada", area=office.root, first_day=FIRST, last_day=LAST)


def in_review(by):
    release = factories.release(by)
    actions.send_for_review(release=release, by=by)
    return release


@pytest.mark.parametrize(
    ("moment", "runs"),
    [
        (datetime(2026, 8, 31, 16, 59, tzinfo=UTC), False),  # 23.59 WIB on the day before
        (datetime(2026, 8, 31, 17, 0, tzinfo=UTC), True),  # 00.00 WIB on the first day
        (datetime(2026, 11, 30, 16, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 17, 0, tzinfo=UTC), False),
    ],
)
def test_campaign_runs_by_the_areas_own_calendar(office, campaign, moment, runs):
    assert (rules.campaign_in(office.root, moment) == campaign) is runs


def test_campaign_of_the_province_holds_in_its_regency(db):
    province = factories.area("16", "Sumatera Selatan")
    regency = factories.area("16.06", "Musi Banyuasin", province)
    above = Campaign.objects.create(name="Pilgub", area=province, first_day=FIRST, last_day=LAST)

    assert rules.campaign_in(regency, DURING) == above


@time_machine.travel(DURING, tick=False)
def test_four_eyes_cannot_be_switched_off_in_a_campaign(office, campaign):
    Setting.objects.create(area=office.root, name="four_eyes", value=False)
    release = in_review(office.budi)

    with pytest.raises(Refused, match="orang lain"):
        actions.publish(release=release, by=office.budi, base=1, checklist=YES)


@time_machine.travel(DURING, tick=False)
@pytest.mark.parametrize("answers", [None, {}, YES | {"equal": False}, {"equal": True}, dict.fromkeys(YES, "ya")])
def test_checklist_with_a_gap_is_refused(office, campaign, answers):
    release = in_review(office.sari)

    for act in (actions.approve, actions.publish):
        with pytest.raises(Refused, match="daftar periksa"):
            act(release=release, by=office.budi, base=1, checklist=answers)


@time_machine.travel(DURING, tick=False)
def test_checklist_is_kept_with_the_decision(office, campaign):
    release = in_review(office.sari)

    actions.approve(release=release, by=office.budi, base=1, checklist=YES)
    published = actions.publish(release=release, by=office.ratna)

    assert published.state == State.PUBLISHED
    assert release.reviews.get(decision="approved").checklist == YES


@time_machine.travel(DURING, tick=False)
def test_urgent_alert_alone_answers_the_checklist_too(office, campaign):
    release = factories.release(office.budi, kind="alert", urgency="urgent")

    with pytest.raises(Refused, match="daftar periksa"):
        actions.publish(release=release, by=office.budi, base=1, alone_because="Tanggul jebol.")
    published = actions.publish(release=release, by=office.budi, base=1, alone_because="Tanggul jebol.", checklist=YES)

    assert published.state == State.PUBLISHED


@time_machine.travel(DURING, tick=False)
def test_correction_answers_the_checklist_too(office, campaign):
    release = in_review(office.sari)
    actions.publish(release=release, by=office.budi, base=1, checklist=YES)
    content = factories.content(title="Lain", note="Judul.")

    with pytest.raises(Refused, match="daftar periksa"):
        actions.correct(release=release, base=1, content=content, by=office.budi)
    actions.correct(release=release, base=1, content=content, by=office.budi, checklist=YES)


def test_set_time_within_a_campaign_needs_the_checklist_already_at_approval(office, campaign):
    with time_machine.travel(BEFORE, tick=False):
        release = in_review(office.sari)

        with pytest.raises(Refused, match="daftar periksa"):
            actions.approve(release=release, by=office.budi, base=1, publish_at=DURING)
        actions.approve(release=release, by=office.budi, base=1, publish_at=DURING, checklist=YES)

    with time_machine.travel(DURING + timedelta(seconds=1), tick=False):
        assert actions.publish(release=release, by=None, due=True).state == State.PUBLISHED


def test_approved_before_the_campaign_without_checklist_it_is_answered_at_publishing(office, campaign):
    with time_machine.travel(BEFORE, tick=False):
        release = in_review(office.sari)
        actions.approve(release=release, by=office.budi, base=1)

    with time_machine.travel(DURING, tick=False):
        with pytest.raises(Refused, match="daftar periksa"):
            actions.publish(release=release, by=office.ratna)
        assert actions.publish(release=release, by=office.ratna, checklist=YES).state == State.PUBLISHED


def test_approved_by_its_writer_before_the_campaign_another_person_must_publish(office, campaign):
    Setting.objects.create(area=office.root, name="four_eyes", value=False)
    with time_machine.travel(BEFORE, tick=False):
        release = in_review(office.budi)
        actions.approve(release=release, by=office.budi, base=1)

    with time_machine.travel(DURING, tick=False):
        for by in (None, office.budi):
            with pytest.raises(Refused, match="orang lain"):
                actions.publish(release=release, by=by, checklist=YES)
        assert actions.publish(release=release, by=office.ratna, checklist=YES).state == State.PUBLISHED


def test_campaign_ahead_is_the_running_or_the_next_one(office, campaign):
    with time_machine.travel(BEFORE, tick=False):
        assert rules.campaign_ahead(office.root) == campaign
    with time_machine.travel(datetime(2026, 12, 2, tzinfo=UTC), tick=False):
        assert rules.campaign_ahead(office.root) is None


def test_without_a_campaign_nobody_is_asked(office):
    release = in_review(office.sari)

    assert actions.publish(release=release, by=office.budi, base=1).state == State.PUBLISHED
    assert timezone.now() >= release.created_at
