"""The board and the history of a village say when the message about it did not arrive."""

import pytest

from jembatan.messages import engine
from jembatan.messages.models import Delivery, Dispatch
from jembatan.messages.workflow import State
from jembatan.people.roles import Role
from jembatan.relays import hops
from jembatan.relays.reminders import remind_silent
from tests import factories
from tests.desk.messages.conftest import dead

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispatch(release) -> Dispatch:
    engine.fan_out.next_chunk()
    return Dispatch.objects.get()


def said(client, relay) -> list[tuple[str, str]]:
    page = client.get(f"/meja/penerusan/{relay.pk}/")
    assert all(notice.text in page.content.decode() for notice in page.context["undelivered"])
    return [(notice.text, notice.url) for notice in page.context["undelivered"]]


def marked(client, relay) -> dict[str, str]:
    page = client.get(f"/meja/rilis/{relay.release_id}/jangkauan/")
    return {row.relay.code: row.undelivered for fold in page.context["folds"] for row in fold.rows if row.undelivered}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.FAILED, "Pesan kepada Siti Aminah gagal terkirim: alamat e-mail ditolak."),
        (State.UNCERTAIN, "Pesan kepada Siti Aminah belum pasti sampai: alamat e-mail ditolak."),
    ],
)
def test_history_says_it_and_leads_to_the_message(signed_in, relay, dispatch, state, words):
    dead(dispatch, relay.askings.get().person, state)

    found = said(signed_in(factories.person(Role.REVIEWER)), relay)

    assert found == [(words, f"/meja/pesan/{dispatch.pk}/?status={state}#satu-satu")]


def test_coordinator_reads_it_without_a_link_and_executive_without_a_name(signed_in, tono, bupati, relay, dispatch):
    dead(dispatch, relay.askings.get().person)

    found = [said(signed_in(who), relay) for who in (tono, bupati)]

    assert found == [
        [("Pesan kepada Siti Aminah gagal terkirim: alamat e-mail ditolak.", "")],
        [("Pesan kepada relawan gagal terkirim: alamat e-mail ditolak.", "")],
    ]


def test_what_is_on_its_way_is_no_news(signed_in, ratna, relay, dispatch):
    assert (said(signed_in(ratna), relay), marked(signed_in(ratna), relay)) == ([], {})


def test_a_reminder_that_is_on_its_way_makes_it_good(signed_in, ratna, relay, dispatch, siti):
    dead(dispatch, siti)
    before = said(signed_in(ratna), relay)

    remind_silent(release=relay.release, by=ratna)
    engine.fan_out.next_chunk()

    assert (len(before), said(signed_in(ratna), relay)) == (1, [])


def test_a_later_message_that_came_too_late_makes_nothing_good(signed_in, ratna, relay, dispatch, siti):
    dead(dispatch, siti)
    remind_silent(release=relay.release, by=ratna)
    engine.fan_out.next_chunk()
    Delivery.objects.exclude(dispatch=dispatch).update(state=State.EXPIRED)

    assert len(said(signed_in(ratna), relay)) == 1


def test_board_marks_the_village_and_leads_to_the_messages(signed_in, relay, dispatch, siti):
    dead(dispatch, siti)
    reviewer = signed_in(factories.person(Role.REVIEWER))

    page = reviewer.get(f"/meja/rilis/{relay.release_id}/jangkauan/")

    assert (marked(reviewer, relay), page.context["messages_url"]) == ({relay.code: "failed"}, "/meja/pesan/")
    assert "pesan gagal</span>" in page.content.decode()


def test_board_does_not_mark_a_village_that_passed_it_on(signed_in, ratna, relay, dispatch, siti):
    dead(dispatch, siti)
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    assert marked(signed_in(ratna), relay) == {}


def test_failed_is_worse_than_uncertain(signed_in, ratna, kim, release, siti):
    factories.volunteer(kim, name="Ani")
    later = factories.published(title="Lagi")
    while engine.fan_out.next_chunk():
        pass
    letters = list(Delivery.objects.filter(dispatch__subject_id=later.pk).select_related("recipient__person"))
    for letter, state in zip(letters, (State.UNCERTAIN, State.FAILED), strict=True):
        dead(letter.dispatch, letter.recipient.person, state)

    assert marked(signed_in(ratna), later.relays.get(code="16.06.01.2001")) == {"16.06.01.2001": "failed"}


@pytest.mark.parametrize("page", ["/meja/penerusan/{relay}/", "/meja/rilis/{release}/jangkauan/"])
def test_the_cost_does_not_grow_with_them(signed_in, queries_of, kim, siti, page):
    for name in ("Ani", "Beni"):
        factories.volunteer(kim, name=name)
    release, client = factories.published(), signed_in(factories.person(Role.REVIEWER))
    engine.fan_out.next_chunk()
    first, *others = Delivery.objects.select_related("recipient__person", "dispatch")
    dead(first.dispatch, first.recipient.person)
    relay = release.relays.get(code="16.06.01.2001")
    one = queries_of(client, page.format(relay=relay.pk, release=release.pk))

    for letter in others:
        dead(letter.dispatch, letter.recipient.person)

    assert queries_of(client, page.format(relay=relay.pk, release=release.pk)) == one
