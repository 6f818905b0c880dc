"""The days of each limit: by law, or as an area decided from a date on."""

from datetime import date

import pytest
import time_machine

from jembatan.areas import settings
from jembatan.areas.errors import AreaError
from jembatan.audit.models import Entry
from jembatan.people.roles import Role
from jembatan.voices import limits
from jembatan.voices.limits import DEFAULTS, limits_on
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_work")]
NEW_YEAR, APRIL = date(2027, 1, 1), date(2027, 4, 1)


@pytest.fixture
def at_work():
    with time_machine.travel("2026-11-24T03:00:00Z", tick=False):
        yield


@pytest.fixture
def root(db):
    return factories.regency()


def plan(area, first: date, **days: int) -> None:
    limits.plan(area=area, first=first, days={**DEFAULTS, **days}, by=None)


def test_the_days_of_the_law_hold_where_nobody_decided(root):
    assert limits_on(date(2026, 11, 24), root) == DEFAULTS
    assert [DEFAULTS[name] for name in ("verify", "first_reply", "information", "complaint", "field_check")] == [
        3,
        5,
        5,
        14,
        60,
    ]
    assert [DEFAULTS[name] for name in ("closes", "formal", "formal_extension")] == [10, 10, 7]


def test_a_decision_holds_from_its_day_on(root):
    plan(root, NEW_YEAR, complaint=10)

    assert limits_on(date(2026, 12, 31), root) == DEFAULTS
    assert limits_on(NEW_YEAR, root) == limits_on(date(2030, 1, 1), root) == {**DEFAULTS, "complaint": 10}


def test_a_new_date_changes_no_earlier_one(root):
    plan(root, APRIL, complaint=7)
    plan(root, NEW_YEAR, complaint=10, verify=2)

    found = [limits_on(day, root) for day in (date(2026, 12, 31), date(2027, 3, 31), APRIL)]
    assert [(days["complaint"], days["verify"]) for days in found] == [(14, 3), (10, 2), (7, 3)]
    assert [day for day, _days in limits.planned(root)] == [NEW_YEAR, APRIL]


def test_the_same_day_again_takes_the_place_of_what_was_planned(root):
    plan(root, NEW_YEAR, complaint=10)
    plan(root, NEW_YEAR, complaint=12)

    assert limits.planned(root) == [(NEW_YEAR, {**DEFAULTS, "complaint": 12})]


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 23)])
def test_what_has_begun_cannot_be_decided_or_taken_away(root, day):
    with time_machine.travel("2026-11-20T03:00:00Z"):
        plan(root, date(2026, 11, 23), complaint=10)

    with pytest.raises(AreaError, match="paling cepat besok"):
        plan(root, day, complaint=9)
    with pytest.raises(AreaError, match="paling cepat besok"):
        limits.cancel(area=root, first=day, by=None)

    assert limits_on(day, root)["complaint"] == 10


def test_what_was_planned_can_be_taken_away(root):
    plan(root, NEW_YEAR, complaint=10)
    plan(root, APRIL, complaint=7)

    limits.cancel(area=root, first=NEW_YEAR, by=None)

    assert [limits_on(day, root)["complaint"] for day in (NEW_YEAR, APRIL)] == [14, 7]


def test_a_district_decides_for_itself_and_keeps_what_held_above(root):
    plan(root, NEW_YEAR, complaint=10)
    plan(factories.get_area("16.06.01"), APRIL, complaint=7)

    assert [limits_on(day, "16.06.01.2001")["complaint"] for day in (NEW_YEAR, APRIL)] == [10, 7]
    assert [limits_on(day, "16.06.02.2001")["complaint"] for day in (NEW_YEAR, APRIL)] == [10, 10]


def test_a_name_that_is_no_longer_known_is_left_out(root):
    value = [{"from": "2026-01-01", "days": {"verify": 2, "old": 9}}]
    settings.decide(area=root, name="voice_days", value=value, by=None)

    assert limits_on(date(2026, 1, 1), root) == {**DEFAULTS, "verify": 2}


@pytest.mark.parametrize("days", [0, 367, True])
def test_days_that_will_not_do_are_refused(root, days):
    with pytest.raises(AreaError, match="1 sampai 366 hari kerja"):
        plan(root, NEW_YEAR, complaint=days)


def test_a_decision_leaves_a_trace(root):
    admin = factories.person(Role.ADMIN)
    limits.plan(area=root, first=NEW_YEAR, days=DEFAULTS, by=admin)

    entry = Entry.objects.get(action="setting.decided")
    assert (entry.actor, entry.facts["before"], [each["from"] for each in entry.facts["after"]]) == (
        admin.pk,
        [],
        ["2027-01-01"],
    )
