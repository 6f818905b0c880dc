"""A channel that the breaker holds closed is seen wherever somebody may look for it."""

import pytest
from django.utils import timezone

from jembatan.messages import standing
from jembatan.messages.models import Gate
from tests.desk.messages.conftest import dead

pytestmark = pytest.mark.django_db
MINUTE = timezone.timedelta(minutes=1)


@pytest.fixture
def paused() -> Gate:
    """E-mail: the server refuses the password."""
    now = timezone.now()
    return Gate.objects.create(
        channel="email", failures=9, told="SMTP 535 SMTPAuthenticationError", closed_since=now - 30 * MINUTE,
        closed_until=now + 5 * MINUTE,
    )  # fmt: skip


WORDS = "E-mail: Berhenti sementara sejak"
WHY = "penyedia menolak kata sandi atau kunci kami. Dicoba lagi"


@pytest.mark.parametrize("path", ["/meja/", "/meja/pesan/", "/meja/pesan/{pk}/"])
def test_it_is_shown_with_its_cause_and_the_next_trial(office, dispatch, paused, path):
    html = office.get(path.format(pk=dispatch.pk)).content.decode()

    assert (WORDS in html, WHY in html) == (True, True)


@pytest.mark.parametrize("path", ["/meja/", "/meja/pesan/", "/meja/pesan/{pk}/"])
def test_a_channel_that_goes_is_no_notice(office, dispatch, path):
    assert WORDS not in office.get(path.format(pk=dispatch.pk)).content.decode()


def test_the_list_says_of_every_channel_whether_it_goes(office, dispatch, settings, paused):
    page = office.get("/meja/pesan/")

    assert [(one.name, one.paused) for one in page.context["channels"]] == [("E-mail", True)]


def test_a_dispatch_without_letters_waiting_there_is_not_held_up(office, dispatch, paused, siti, budi):
    for who in (siti, budi):
        dead(dispatch, who)

    assert (
        standing.holding_up(dispatch, standing.paused()),
        office.get(f"/meja/pesan/{dispatch.pk}/").context["paused"],
    ) == ([], [])


def test_a_trial_that_is_due_is_said_so(office, dispatch, paused):
    Gate.objects.update(closed_until=timezone.now() - MINUTE)

    assert "Segera dicoba lagi" in office.get("/meja/pesan/").content.decode()
