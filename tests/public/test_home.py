"""The first page: alerts that still hold, the newest releases, one honest figure."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.relays import publishing
from jembatan.relays.models import Relay, State
from tests import factories

pytestmark = pytest.mark.django_db


def shown(citizen) -> dict:
    return citizen.get("/").context


def test_home_says_whose_site_it_is(citizen, root):
    html = citizen.get("/").content.decode()

    assert "Kabar resmi Kabupaten Contoh, sampai ke desa Anda" in html


def test_home_shows_the_newest_six_first(citizen, root):
    made = [factories.published(title=f"Rilis {n}") for n in range(8)]

    assert shown(citizen)["latest"] == made[:1:-1]


def test_home_puts_alerts_that_hold_first_and_only_once(citizen, root):
    alert = factories.published(kind="alert", urgency="urgent", expires_at=timezone.now() + timedelta(hours=3))
    plain = factories.published()

    assert shown(citizen)["urgent"] == [alert]
    assert shown(citizen)["latest"] == [plain]


def test_home_lets_an_expired_alert_go(citizen, root):
    alert = factories.published(kind="alert", urgency="urgent", expires_at=timezone.now() + timedelta(hours=3))

    alert.published.expires_at  # noqa: B018
    with time_after(hours=4):
        context = shown(citizen)

    assert context["urgent"] == []
    assert context["latest"] == [alert]


def test_home_lets_an_alert_without_an_expiry_go_after_a_week(citizen, root):
    factories.published(kind="alert", urgency="urgent")

    with time_after(days=6):
        soon = len(shown(citizen)["urgent"])
    with time_after(days=8):
        late = len(shown(citizen)["urgent"])

    assert (soon, late) == (1, 0)


def test_home_leaves_out_drafts_and_withdrawn_ones(citizen, root):
    factories.release(title="Rahasia belum terbit")
    gone = factories.published(title="Sudah ditarik")
    publishing.withdraw(release=gone, reason="Keliru.", by=factories.person())

    html = citizen.get("/").content.decode()

    assert ("Rahasia" in html, "Sudah ditarik" in html) == (False, False)


def test_home_counts_reach_over_all_target_villages(citizen, root):
    release = factories.published()
    village = Relay.objects.filter(release=release, code="16.06.01.2001")
    village.update(state=State.RELAYED, reached_at=timezone.now())

    figures = shown(citizen)["figures"]

    assert (figures.villages, figures.relayed, figures.confirmed, figures.percent) == (6, 1, 0, 16)


def test_home_takes_as_many_queries_for_many_releases(queries, root):
    factories.published()
    one = queries("/")
    factories.published()
    factories.published()

    assert queries("/") == one


def time_after(**later: int):
    import time_machine

    return time_machine.travel(timezone.now() + timedelta(**later), tick=False)
