"""One dispatch: its ledger, and its dead letters one by one."""

import pytest

from jembatan.desk.messages.dispatch import letters
from jembatan.messages import actions
from jembatan.messages.models import Chunk, Delivery, Dispatch
from jembatan.messages.workflow import State
from jembatan.people.roles import Role
from tests import factories
from tests.desk.messages.conftest import dead

pytestmark = pytest.mark.django_db


def page_of(client, dispatch, query=""):
    return client.get(f"/meja/pesan/{dispatch.pk}/{query}")


def test_the_ledger_is_told_row_by_row(office, dispatch, siti):
    dead(dispatch, siti)

    page = page_of(office, dispatch)

    ledger = page.context["ledger"]
    assert (ledger["audience"], ledger["excluded"], ledger["planned"], ledger["balanced"]) == (2, 0, 0, True)
    assert {str(label): n for label, n in page.context["states"] if n} == {"Siap dikirim": 1, "Gagal": 1}
    assert "Cocok" in page.content.decode()


def test_a_ledger_that_does_not_add_up_is_an_alarm(office, dispatch, siti):
    Delivery.objects.filter(recipient__person=siti).delete()

    html = page_of(office, dispatch).content.decode()

    assert "Jumlahnya tidak cocok dengan banyaknya penerima." in html
    assert "Cocok" not in html


def test_a_letter_is_told_by_its_group_and_part_of_its_address(office, dispatch, siti):
    dead(dispatch, siti)

    (letter,) = page_of(office, dispatch).context["letters"]

    assert (letter.place, letter.member, letter.address) == ("KIM Serasan", siti.grants.get().pk, "s••••@contoh.id")
    assert (letter.channel, letter.cause) == ("e-mail", "alamat e-mail ditolak")


@pytest.mark.parametrize(
    ("role", "at", "place", "linked"),
    [
        (Role.VOLUNTEER, "16.06.01.2003", "Desa 01-2003", True),
        (Role.COORDINATOR, "16.06.01", "Koordinator kecamatan, Kecamatan 01", False),
        (None, "", "Penerima tanpa peran lagi", False),
    ],
)
def test_who_is_in_no_group_is_told_by_role_and_place(role, at, place, linked, dispatch):
    tono = factories.person(role, at, name="Tono")
    to = actions.agree(person=tono, channel="email", address="tono@contoh.id", source="test", by=None).recipient

    (letter,) = letters([Delivery.objects.create(dispatch=dispatch, recipient=to, channel="email")])

    assert (letter.place, letter.member is not None) == (place, linked)


@pytest.mark.parametrize(("role", "linked"), [(Role.ADMIN, True), (Role.REVIEWER, False)])
def test_who_looks_after_members_is_led_to_the_contact(signed_in, dispatch, siti, role, linked):
    dead(dispatch, siti)

    html = page_of(signed_in(factories.person(role)), dispatch).content.decode()

    assert (f'href="/meja/kim/anggota/{siti.grants.get().pk}/"' in html) == linked


def test_letters_are_paged_by_key(office, dispatch, siti, budi, monkeypatch):
    monkeypatch.setattr("jembatan.desk.messages.dispatch.PAGE", 1)
    old, new = sorted([dead(dispatch, siti).pk, dead(dispatch, budi).pk])

    first = page_of(office, dispatch)
    second = page_of(office, dispatch, first.context["next_url"])

    assert [[row.delivery.pk for row in page.context["letters"]] for page in (first, second)] == [[new], [old]]
    assert second.context["next_url"] == ""


def test_uncertain_letters_are_asked_for(office, dispatch, siti, budi):
    dead(dispatch, siti)
    lost = dead(dispatch, budi, State.UNCERTAIN)

    page = page_of(office, dispatch, "?status=uncertain")

    assert [row.delivery.pk for row in page.context["letters"]] == [lost.pk]


@pytest.mark.parametrize("query", ["?status=x", "?sebelum=x", "?sebelum=99999999999999999999", "?sebelum=-1"])
def test_a_broken_address_begins_anew(office, dispatch, siti, query):
    letter = dead(dispatch, siti)

    page = page_of(office, dispatch, query)

    assert [row.delivery.pk for row in page.context["letters"]] == [letter.pk]


def test_a_chunk_that_stays_open_is_an_alarm(office, siti):
    factories.published()
    Chunk.objects.update(alarm="1 expected, 0 inserted, 0 excluded")

    page = page_of(office, Dispatch.objects.get())

    assert (page.context["ledger"]["planned"], len(page.context["alarms"])) == (1, 1)
    assert "1 expected, 0 inserted, 0 excluded" in page.content.decode()


def test_what_waits_is_counted_by_its_reason_with_until_when(office, dispatch, siti, budi, time_machine):
    time_machine.move_to("2026-11-25T15:30:00+00:00", tick=False)
    for who, reason, at in [(siti, "quiet hours", "2026-11-25T23:00Z"), (budi, "TimeoutError", "2026-11-25T15:40Z")]:
        Delivery.objects.filter(recipient__person=who).update(reason=reason, ready_at=at)

    page = page_of(office, dispatch)

    assert page.context["waiting"] == [
        ("dicoba lagi sesudah gagal (penyedia tidak menjawab pada waktunya), sampai 22.40", 1),
        ("jam tenang, sampai 26 Nov 06.00", 1),
    ]


def test_what_may_go_now_does_not_wait(office, dispatch):
    assert page_of(office, dispatch).context["waiting"] == []
