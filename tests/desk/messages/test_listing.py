"""What did not arrive, by dispatch and cause."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.desk.messages import words
from jembatan.messages import actions, engine, piles
from jembatan.messages.models import Chunk, Dispatch
from jembatan.messages.workflow import State
from jembatan.people.roles import Role
from jembatan.relays import publishing
from tests import factories
from tests.desk.messages.conftest import dead

pytestmark = pytest.mark.django_db
LIST = "/meja/pesan/"


def shown(page) -> list[tuple[str, str, list[tuple[int, str, str]]]]:
    rows = page.context["rows"]
    return [(row.title, row.kind, [(pile.count, channel, cause) for pile, channel, cause in row.piles]) for row in rows]


def counts(page) -> list[tuple[str, str | None]]:
    return [(tab["label"], tab["count"]) for tab in page.context["tabs"]]


def test_failed_letters_stand_under_their_dispatch_by_cause(office, dispatch, siti, budi):
    dead(dispatch, siti)
    dead(dispatch, budi, reason="TimeoutError")

    page = office.get(LIST)

    causes = [(1, "e-mail", "alamat e-mail ditolak"), (1, "e-mail", "penyedia tidak menjawab pada waktunya")]
    assert shown(page) == [("Posyandu keliling", "Permintaan meneruskan", causes)]
    assert counts(page) == [("Gagal", "2"), ("Tidak pasti", None), ("Semua pengiriman", None)]


def test_uncertain_letters_stand_apart_with_what_it_means(office, dispatch, siti):
    dead(dispatch, siti, State.UNCERTAIN, "the worker was lost")

    page = office.get(LIST)

    assert shown(page) == [
        ("Posyandu keliling", "Permintaan meneruskan", [(1, "e-mail", "pengirim berhenti di tengah jalan")])
    ]
    html = page.content.decode()
    assert "mungkin sudah sampai; mengirim lagi dapat membuatnya dobel" in html
    assert (html.count('value="again"'), html.count('value="sent"')) == (1, 1)


def test_an_unknown_cause_stays_visible(office, dispatch, siti):
    dead(dispatch, siti, reason="quota 17 exceeded")

    assert shown(office.get(LIST))[0][2] == [(1, "e-mail", "quota 17 exceeded")]


def test_no_name_and_no_whole_address_is_shown(office, dispatch, siti, budi):
    dead(dispatch, siti)
    dead(dispatch, budi, State.UNCERTAIN)

    html = "".join(office.get(path).content.decode() for path in (LIST, f"{LIST}{dispatch.pk}/"))

    assert [word for word in ("Siti", "Budi", "siti.aminah@contoh.id", "budi@contoh.id") if word in html] == []


def test_all_dispatches_are_listed_newest_first_by_pages(office, dispatch, monkeypatch):
    monkeypatch.setattr("jembatan.desk.messages.listing.PAGE", 1)
    factories.published(title="Yang kedua")

    first = office.get(f"{LIST}?tampil=semua")
    second = office.get(LIST + first.context["next_url"])

    assert [shown(first), shown(second), second.context["next_url"]] == [
        [("Yang kedua", "Permintaan meneruskan", [])],
        [("Posyandu keliling", "Permintaan meneruskan", [])],
        "",
    ]


def single(kind: str, number: int = 1) -> Dispatch:
    return actions.open_dispatch(key=f"{kind}:{number}", kind=kind, subject_id=number, recipient_ids=[])


def test_messages_to_one_person_are_counted_by_kind(office, dispatch, monkeypatch):
    monkeypatch.setattr("jembatan.desk.messages.listing.MOST", 2)
    for kind, count in (("reply", 3), ("confirm", 2)):
        for number in range(count):
            single(kind, number)
    Dispatch.objects.filter(pk=single("code").pk).update(created_at=timezone.now() - timedelta(days=8))

    page = office.get(f"{LIST}?tampil=semua")

    assert [title for title, _kind, _piles in shown(page)] == ["Posyandu keliling"]
    assert page.context["singles"] == [("Jawaban otomatis", "2+"), ("Konfirmasi langganan", "2")]


def test_no_key_of_ours_is_a_title(office, siti):
    reply = single("reply", 29)

    html = office.get(f"{LIST}{reply.pk}/").content.decode()

    assert ("reply:29" in html, html.count("<h1>Jawaban otomatis</h1>")) == (False, 1)


def test_every_kind_has_its_words(settings):
    assert set(words.KINDS) >= set(settings.MESSAGE_WRITERS) - {"test"}
    assert set(words.SINGLES) <= set(words.KINDS)


def test_a_dispatch_that_cannot_be_fanned_out_raises_an_alarm(office, siti):
    factories.published()
    Chunk.objects.update(alarm="2 expected, 1 inserted, 0 excluded")

    page = office.get(LIST)

    assert page.context["stuck"] == Dispatch.objects.get().pk
    assert office.get("/meja/").context["dead_letters"] == {"stuck": "!"}


def test_reviewer_of_an_office_sees_what_that_office_sent(signed_in, siti):
    ours, other = factories.office("Dinas A"), factories.office("Dinas B")
    release = factories.release()
    type(release).objects.filter(pk=release.pk).update(office=ours)
    release.refresh_from_db()
    publishing.publish(release=release, by=None)
    seen = {
        office: signed_in(factories.person(Role.REVIEWER, office=office)).get(f"{LIST}?tampil=semua")
        for office in (ours, other)
    }

    assert [len(shown(page)) for page in seen.values()] == [1, 0]
    assert signed_in(factories.person(Role.REVIEWER, office=other)).get(f"{LIST}1/").status_code == 404


def test_an_admin_of_a_district_finds_no_page(signed_in, dispatch):
    assert signed_in(factories.person(Role.ADMIN, "16.06.01")).get(LIST).status_code == 404


@pytest.mark.parametrize("path", ["", "?tampil=semua", "?tampil=tidak-pasti", "{pk}/", "{pk}/?status=uncertain"])
def test_the_cost_does_not_grow_with_the_letters(office, dispatch, both, queries_of, path):
    siti, budi = both
    dead(dispatch, siti)
    url = LIST + path.format(pk=dispatch.pk)
    one = queries_of(office, url)

    dead(dispatch, budi, reason="TimeoutError")
    for title in ("Lagi", "Dan lagi"):
        factories.published(title=title)
        engine.fan_out.next_chunk()
        dead(Dispatch.objects.latest("pk"), siti)

    assert queries_of(office, url) == one


def test_first_page_marks_what_did_not_arrive(office, dispatch, siti, budi, monkeypatch):
    before = office.get("/meja/").context["dead_letters"]
    dead(dispatch, siti)
    dead(dispatch, budi, State.UNCERTAIN)
    marked = office.get("/meja/")
    dead_now = marked.context["dead_letters"]

    monkeypatch.setattr(piles, "MOST", 0)
    monkeypatch.setattr("jembatan.desk.messages.listing.MOST", 0)
    many = office.get("/meja/").context["dead_letters"]

    assert (before, dead_now) == ({}, {"failed": "1", "uncertain": "1"})
    assert many == {"failed": "0+", "uncertain": "0+"}
    assert 'href="/meja/pesan/?tampil=gagal"' in marked.content.decode()


def test_coordinator_gets_no_mark(signed_in, dispatch, siti):
    dead(dispatch, siti)

    page = signed_in(factories.person(Role.COORDINATOR, "16.06.01")).get("/meja/")

    assert "dead_letters" not in page.context
    assert "/meja/pesan/" not in page.content.decode()
