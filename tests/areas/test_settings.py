"""What areas decide: validated, written down, counted from the nearest one up."""

import pytest

from jembatan.areas import settings
from jembatan.areas.clock import site_zone
from jembatan.areas.errors import AreaError
from jembatan.areas.models import Setting
from jembatan.audit.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db
GOOD = {
    "zone": "Asia/Makassar",
    "four_eyes": False,
    "relay_hours": 12,
    "escalation": {"members": 1, "neighbour": 2, "coordinator": 2, "phone_list": 48},
    "silent_days": 14,
    "voice_league": True,
    "voice_days": [{"from": "2027-01-01", "days": {"verify": 2}}, {"from": "2027-02-01", "days": {"verify": 366}}],
}


def test_every_setting_can_be_decided():
    assert set(settings.CHECKS) == set(settings.DEFAULTS) == set(GOOD)


@pytest.mark.parametrize("name", GOOD)
def test_a_decision_counts_below_and_leaves_a_trace(name):
    root = factories.regency()

    settings.decide(area=root, name=name, value=GOOD[name], by=None)

    assert settings.setting(name, "16.06.01.2001") == GOOD[name]
    entry = Entry.objects.get(action="setting.decided")
    assert entry.facts == {"name": name, "before": settings.DEFAULTS[name], "after": GOOD[name]}


@pytest.mark.parametrize("name", settings.DEFAULTS)
def test_what_counts_already_is_not_written_again(name):
    root = factories.regency()

    settings.decide(area=root, name=name, value=settings.DEFAULTS[name], by=None)

    assert not Setting.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("zone", "Europe/Berlin"),
        ("zone", None),
        ("four_eyes", "ya"),
        ("four_eyes", 1),
        ("relay_hours", 0),
        ("relay_hours", 721),
        ("relay_hours", True),
        ("relay_hours", 1.5),
        ("silent_days", 0),
        ("silent_days", 367),
        ("escalation", {"members": 0}),
        ("escalation", {"members": 0, "neighbour": 12, "coordinator": 6, "phone_list": 36}),
        ("escalation", {"members": -1, "neighbour": 12, "coordinator": 24, "phone_list": 36}),
        ("escalation", []),
        ("voice_days", {}),
        ("voice_days", ["2027-01-01"]),
        ("voice_days", [{"from": "2027-01-01"}]),
        ("voice_days", [{"from": "1 Januari 2027", "days": {}}]),
        ("voice_days", [{"from": "20270101", "days": {}}]),
        ("voice_days", [{"from": None, "days": {}}]),
        ("voice_days", [{"from": "2027-01-01", "days": []}]),
        ("voice_days", [{"from": "2027-01-01", "days": {"verify": 0}}]),
        ("voice_days", [{"from": "2027-01-01", "days": {"verify": 367}}]),
        ("voice_days", [{"from": "2027-02-01", "days": {}}, {"from": "2027-01-01", "days": {}}]),
        ("voice_days", [{"from": "2027-01-01", "days": {}}, {"from": "2027-01-01", "days": {}}]),
    ],
)
def test_a_value_that_will_not_do_is_refused(name, value):
    root = factories.regency()

    with pytest.raises(AreaError):
        settings.decide(area=root, name=name, value=value, by=None)

    assert not Setting.objects.exists()


def test_an_unknown_name_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        settings.decide(area=factories.regency(), name="colour", value="red", by=None)


def test_another_zone_is_seen_at_once():
    root = factories.regency()
    assert str(site_zone()) == "Asia/Jakarta"

    settings.decide(area=root, name="zone", value="Asia/Jayapura", by=None)

    assert str(site_zone()) == "Asia/Jayapura"
