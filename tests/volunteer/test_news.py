"""The inbox: what the office told a volunteer, read on the phone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jembatan.messages import actions, engine
from jembatan.messages.models import Contact, Delivery
from jembatan.relays import publishing
from jembatan.relays.models import Question
from jembatan.relays.questions import answer_question, ask_question
from tests import factories
from tests.volunteer.conftest import PHONE, SITI, link_of, relay_at
from tests.volunteer.test_weight import KB, fetched_by, on_the_wire

PAGE = "/tugas/pesan/"


@pytest.fixture
def hers(siti) -> Client:
    """Siti's browser, signed in."""
    client = Client(headers={"user-agent": PHONE})
    client.force_login(siti, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def editor(regency):
    return factories.person()


def told(page) -> list[tuple[str, str]]:
    return [(entry.kind, entry.about.relay.release.text.title) for entry in page.context["entries"]]


def answered(relay, by, editor, text="Apakah gratis?", answer="Ya, gratis untuk semua."):
    return answer_question(question=ask_question(relay=relay, by=by, text=text), answer=answer, by=editor)


def test_requests_answers_and_withdrawals_come_newest_first(hers, relay, siti, editor):
    later = factories.published(title="Air naik")
    answered(relay, siti, editor)
    publishing.withdraw(release=later, reason="Salah jadwal.", by=editor)

    page = hers.get(PAGE)

    title = relay.release.text.title
    assert told(page) == [("withdrawn", "Air naik"), ("answered", title), ("asked", "Air naik"), ("asked", title)]
    html = page.content.decode()
    assert [words in html for words in ("Ya, gratis untuk semua.", "Salah jadwal.", link_of(relay, siti))] == [True] * 3


def test_an_answer_is_for_who_asked(hers, phone, relay, budi, editor):
    other = relay_at(relay.release, "16.06.01.2002")
    answered(other, budi, editor)

    assert [kind for kind, _title in told(hers.get(PAGE))] == ["asked"]


def test_a_phone_without_sign_in_reads_about_what_was_opened_on_it(phone, link, relay, siti, editor):
    factories.published(title="Tidak dibuka di sini")
    answered(relay, siti, editor)
    before = phone.get(PAGE)
    phone.get(link)

    title = relay.release.text.title
    assert (told(before), told(phone.get(PAGE))) == ([], [("answered", title), ("asked", title)])


def test_a_corrected_release_says_so(hers, relay, siti, editor):
    publishing.correct(
        release=relay.release,
        base=1,
        content=factories.content(body="Hari Selasa.", note="Jamnya."),
        by=editor,
        ask_again=True,
    )

    assert "Rilis ini dikoreksi. Mohon teruskan lagi." in hers.get(PAGE).content.decode()


def test_pages_by_key_lose_and_double_nothing(hers, relay, siti, editor, monkeypatch):
    """Many entries of one moment, of two kinds."""
    monkeypatch.setattr("jembatan.volunteer.news.PAGE", 2)
    for number in range(4):
        answered(relay, siti, editor, text=f"Pertanyaan {number}?")
    moment = timezone.now() - timedelta(hours=1)
    Question.objects.update(answered_at=moment)
    siti.askings.update(at=moment)

    url, read = "", []
    while url is not None:
        page = hers.get(PAGE + url)
        read += [(entry.kind, entry.about.pk) for entry in page.context["entries"]]
        url = page.context["next_url"] or None

    questions = [("answered", pk) for pk in Question.objects.order_by("-pk").values_list("pk", flat=True)]
    assert read == [*questions, ("asked", siti.askings.get().pk)]


@pytest.mark.parametrize("place", ["x", "1-9-1", "99999999999999999999-1-1", "1-1-9999999999999999999"])
def test_a_broken_place_is_the_first_page(hers, relay, place):
    assert len(told(hers.get(f"{PAGE}?sebelum={place}"))) == 1


def test_what_lies_in_the_inbox_has_arrived_when_it_is_looked_into(hers, siti, budi):
    for contact in Contact.objects.exclude(channel="inbox"):
        actions.end(contact=contact, by=None)
    factories.published()
    engine.run_dry()
    before = list(Delivery.objects.values_list("channel", "state"))

    hers.get(PAGE)

    after = dict(Delivery.objects.values_list("recipient__person__name", "state"))
    assert before == [("inbox", "accepted")] * 2
    assert after == {"Siti Aminah": "delivered", "Budi Santoso": "accepted"}


def test_tasks_show_the_latest_answers_and_lead_to_the_rest(hers, relay, siti, editor):
    for number in range(3):
        answered(relay, siti, editor, text=f"Pertanyaan {number}?")

    page = hers.get("/tugas/")

    assert [question.text for question, _token in page.context["answers"]] == ["Pertanyaan 2?", "Pertanyaan 1?"]
    assert f'href="{PAGE}"' in page.content.decode()


def test_the_cost_does_not_grow(hers, relay, siti, editor):
    def queries() -> int:
        hers.get(PAGE)
        with CaptureQueriesContext(connection) as found:
            hers.get(PAGE)
        return len(found)

    answered(relay, siti, editor)
    publishing.withdraw(release=factories.published(title="Ditarik"), reason="Salah.", by=editor)
    one = queries()
    for number in range(3):
        answered(relay, siti, editor, text=f"Pertanyaan {number}?")
        publishing.withdraw(release=factories.published(title=f"Ditarik {number}"), reason="Salah.", by=editor)

    assert queries() == one


def test_a_full_page_is_light(siti, editor):
    client = Client(headers={"user-agent": PHONE, "accept-encoding": "gzip"})
    client.force_login(siti, backend="allauth.account.auth_backends.AuthenticationBackend")
    for number in range(20):
        answered(relay_at(factories.published(title=f"Rilis nomor {number}"), SITI), siti, editor, answer="Ya. " * 99)

    page = client.get(PAGE)
    html = client.get(PAGE, headers={"accept-encoding": "identity"}).content.decode()
    total = sum(on_the_wire(response) for response in (page, *(client.get(url) for url in fetched_by(html))))

    assert (len(page.context["entries"]), page.get("Content-Encoding")) == (20, "gzip")
    assert total <= 20 * KB, f"{total} bytes"
