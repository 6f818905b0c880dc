"""The list: tabs, order, pages, what waits, and how many questions it asks the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jembatan.desk.releases import listing
from jembatan.relays import publishing
from jembatan.releases import actions
from jembatan.releases.models import Release
from tests import factories
from tests.desk.releases.conftest import send


def titles(answer):
    return [row["text"].title for row in answer.context["rows"]]


def test_tab_shows_one_state_newest_first(town, as_):
    for n in (1, 2):
        factories.release(town.sari, title=f"Draf {n}")
    send(factories.release(town.sari, title="Menunggu"), town.sari)

    assert titles(as_(town.sari).get("/meja/rilis/?status=draf")) == ["Draf 2", "Draf 1"]
    assert titles(as_(town.sari).get("/meja/rilis/?status=ditinjau")) == ["Menunggu"]
    assert titles(as_(town.sari).get("/meja/rilis/?status=terbit")) == []


def test_reviewer_first_sees_what_waits_for_review_editor_the_drafts(town, as_):
    factories.release(town.sari, title="Draf")
    send(factories.release(town.sari, title="Menunggu"), town.sari)

    assert titles(as_(town.budi).get("/meja/rilis/")) == ["Menunggu"]
    assert titles(as_(town.sari).get("/meja/rilis/")) == ["Draf"]


def test_a_returned_draft_is_marked_and_its_page_says_why(town, as_):
    factories.release(town.sari, title="Baru")
    returned = send(factories.release(town.sari, title="Kembali"), town.sari)
    actions.send_back(release=returned, reason="Tanggalnya keliru.", by=town.budi)

    answer = as_(town.sari).get("/meja/rilis/?status=draf")

    assert [(row["text"].title, row["release"].returned) for row in answer.context["rows"]] == [
        ("Kembali", True),
        ("Baru", False),
    ]
    assert answer.content.decode().count('<span class="badge warm">Dikembalikan</span>') == 1
    assert "Tanggalnya keliru." in as_(town.sari).get(f"/meja/rilis/{returned.pk}/").content.decode()


def test_editor_of_an_office_sees_that_office_only(town, as_):
    factories.release(town.sari, title="Dari kabupaten")
    theirs = factories.release(town.dewi, title="Dari dinas")
    Release.objects.filter(pk=theirs.pk).update(office=town.health)

    assert titles(as_(town.dewi).get("/meja/rilis/?status=draf")) == ["Dari dinas"]
    assert titles(as_(town.joko).get("/meja/rilis/?status=draf")) == []
    assert titles(as_(town.sari).get("/meja/rilis/?status=draf")) == ["Dari dinas", "Dari kabupaten"]


def test_published_row_tells_how_far_it_came(town, as_):
    factories.published(town.sari, targets=["16.06.01"])

    (row,) = as_(town.sari).get("/meja/rilis/?status=terbit").context["rows"]

    assert (row["reached"], row["villages"]) == (0, 3)


@pytest.mark.parametrize("status", ["draf", "terbit"])
def test_pages_hold_everything_once(town, as_, monkeypatch, status):
    monkeypatch.setattr(listing, "PAGE", 2)
    now = timezone.now()
    for n in range(5):
        release = factories.release(town.sari, title=f"Rilis {n}")
        if status == "terbit":  # three of them at the very same moment
            publishing.publish(release=release, by=None, at=now - timedelta(hours=max(n - 2, 0)))

    seen, url = [], f"/meja/rilis/?status={status}"
    while url:
        answer = as_(town.sari).get(url)
        seen += titles(answer)
        url = answer.context["next_url"] and f"/meja/rilis/{answer.context['next_url']}"

    assert sorted(seen) == [f"Rilis {n}" for n in range(5)]


@pytest.mark.parametrize("cursor", ["x", "1-", "99999999999999999-1", "-5", "1' OR 1=1"])
def test_cursor_that_is_none_is_harmless(town, as_, cursor):
    assert as_(town.sari).get("/meja/rilis/", {"status": "draf", "setelah": cursor}).status_code == 200


def test_status_that_is_none_shows_drafts(town, as_):
    assert as_(town.sari).get("/meja/rilis/?status=apa").status_code == 200


def queries(browser, url):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert browser.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("status", ["draf", "terbit"])
def test_three_rows_ask_no_more_than_one(town, as_, status):
    make = factories.published if status == "terbit" else factories.release
    browser, url = as_(town.budi), f"/meja/rilis/?status={status}"
    make(town.sari)
    queries(browser, url)  # what is remembered from one request to the next
    one = queries(browser, url)

    make(town.sari)
    make(town.dewi)

    assert queries(browser, url) == one


def test_alert_published_alone_waits_on_top_for_reviewers(town, as_):
    alert = factories.release(town.budi, title="Tanggul retak", kind="alert", urgency="urgent")
    publishing.publish(release=alert, by=town.budi, alone_because="Malam ini.")

    page = as_(town.ratna).get("/meja/rilis/").content.decode()
    other = as_(town.sari).get("/meja/rilis/")

    assert "Menunggu pemeriksaan orang kedua" in page
    assert "sisa 1 hari" in page
    assert other.context["waiting"] == []


def test_empty_tab_says_one_sentence_and_offers_one_button(town, as_):
    page = as_(town.sari).get("/meja/rilis/?status=ditarik").content.decode()

    assert "Tidak ada rilis yang ditarik." in page
    assert page.count('class="button primary"') == 2  # one beside the heading, one in the empty list
