"""The counting picture: readers once a day, evidence only from somebody else, and never a hint about drafts."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from jembatan.people.roles import Role
from jembatan.relays import publishing
from jembatan.relays.links import share_code
from jembatan.relays.models import Hop, Opening, Relay, State
from jembatan.releases.models import Reading, Release
from tests import factories
from tests.public.conftest import PHONE

pytestmark = pytest.mark.django_db
OTHER = PHONE.replace("126.0", "125.0")


@pytest.fixture
def release(root) -> Release:
    return factories.published()


@pytest.fixture
def relay(release) -> Relay:
    return Relay.objects.get(release=release, code="16.06.01.2001")


def fetch(release, relay=None, agent=PHONE, volunteer=False, **headers):
    browser = Client(headers={"user-agent": agent, **headers})
    if volunteer:
        browser.cookies["petugas"] = "1"
    return browser.get(f"/hitung/{release.pk}.gif", {"s": share_code(relay.pk)} if relay else {})


def state(relay) -> State:
    return Relay.objects.get(pk=relay.pk).state


def test_picture_is_small_and_never_kept(release):
    response = fetch(release)

    assert (len(response.content), response.headers["Content-Type"]) == (43, "image/gif")
    assert response.headers["Cache-Control"] == "no-store"


def test_reader_counts_once_a_day(release):
    for _again in range(3):
        fetch(release)
    fetch(release, agent=OTHER)

    assert Reading.objects.filter(release=release).count() == 2


def test_reader_counts_again_on_another_day(release):
    fetch(release)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        fetch(release)

    assert Reading.objects.filter(release=release).count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"agent": "WhatsApp/2.24.1 A"},
        {"agent": "TelegramBot (like TwitterBot)"},
        {"agent": ""},
        {"agent": "curl/8.0"},
        {"sec-purpose": "prefetch;prerender"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-dest": "document"},
    ],
)
def test_programs_previews_and_other_sites_do_not_count(release, relay, headers):
    fetch(release, relay, **headers)

    assert (Reading.objects.count(), Opening.objects.count(), state(relay)) == (0, 0, relay.state)


def test_draft_counts_nobody_and_answers_the_same(root):
    draft = factories.release()

    response = fetch(draft)

    assert (response.status_code, len(response.content), Reading.objects.count()) == (200, 43, 0)
    assert fetch(Release(pk=10**17)).content == response.content


def test_somebody_elses_opening_confirms(release, relay):
    fetch(release, relay)

    assert state(relay) == State.CONFIRMED
    assert list(Opening.objects.values_list("relay_id", "volunteer")) == [(relay.pk, False)]


def test_volunteers_device_is_no_evidence(release, relay):
    fetch(release, relay, volunteer=True)

    assert state(relay) == relay.state
    assert list(Opening.objects.values_list("volunteer", flat=True)) == [True]


def test_officers_device_is_no_evidence(release, relay):
    officer = Client(headers={"user-agent": PHONE})
    officer.force_login(factories.person(Role.EDITOR))

    officer.get(f"/hitung/{release.pk}.gif", {"s": share_code(relay.pk)})
    fetch(release, relay)  # the same device after signing out

    assert state(relay) == relay.state
    assert list(Opening.objects.values_list("volunteer", flat=True)) == [True]


def test_volunteers_device_is_none_either_after_its_cookie_is_gone(release, relay):
    fetch(release, relay, volunteer=True)
    fetch(release, relay)

    assert state(relay) == relay.state


def test_another_device_is_evidence_after_the_volunteers(release, relay):
    fetch(release, relay, volunteer=True)
    fetch(release, relay, agent=OTHER)

    assert state(relay) == State.CONFIRMED


def test_opening_twice_confirms_once(release, relay):
    fetch(release, relay)
    fetch(release, relay)
    fetch(release, relay, agent=OTHER)

    assert Hop.objects.filter(relay=relay, kind="confirmed").count() == 1
    assert Opening.objects.filter(relay=relay).count() == 2


def test_code_of_another_release_is_no_evidence(release, relay):
    other = factories.published(title="Rilis lain")

    fetch(other, relay)

    assert (state(relay), Opening.objects.count()) == (relay.state, 0)
    assert Reading.objects.filter(release=other).count() == 1


def test_withdrawn_release_confirms_and_counts_nothing(release, relay):
    publishing.withdraw(release=release, reason="Keliru.", by=factories.person())

    fetch(release, relay)

    assert (state(relay), Reading.objects.count()) == (relay.state, 0)


@pytest.mark.parametrize("code", ["x", "1-aaaaaaa", "\x00", "a" * 500])
def test_code_that_was_not_made_here_counts_only_the_reader(release, code):
    response = Client(headers={"user-agent": PHONE}).get(f"/hitung/{release.pk}.gif", {"s": code})

    assert (response.status_code, Reading.objects.count(), Opening.objects.count()) == (200, 1, 0)


def test_head_and_writing_count_nobody(release, citizen):
    citizen.head(f"/hitung/{release.pk}.gif")
    citizen.post(f"/hitung/{release.pk}.gif")

    assert Reading.objects.count() == 0


def test_counting_a_reader_costs_one_query(release, django_assert_num_queries):
    fetch(release)

    with django_assert_num_queries(1):
        fetch(release, agent=OTHER)
