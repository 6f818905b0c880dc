"""Questions of volunteers in the workroom: the waiting ones, and an answer given once."""

import pytest

from jembatan.people.roles import Role
from jembatan.relays.models import Question
from jembatan.relays.questions import answer_question, ask_question
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/meja/pertanyaan/"


@pytest.fixture
def question(relay, siti):
    return ask_question(relay=relay, by=siti, text="Apakah gratis?")


def test_waiting_questions_come_the_oldest_first(signed_in, ratna, question, relay, siti):
    second = ask_question(relay=relay, by=siti, text="Sampai jam berapa?")

    assert signed_in(ratna).get(URL).context["questions"] == [question, second]


def test_answer_is_kept_and_the_question_moves(signed_in, ratna, question):
    client = signed_in(ratna)

    response = client.post(f"{URL}{question.pk}/", {"answer": "Ya, gratis."})

    question.refresh_from_db()
    assert (response.url, question.answer, question.answered_by) == (URL, "Ya, gratis.", ratna)
    assert client.get(URL).context["questions"] == []
    assert client.get(f"{URL}?status=dijawab").context["questions"] == [question]


def test_empty_answer_says_what_to_do(signed_in, ratna, question):
    page = signed_in(ratna).post(f"{URL}{question.pk}/", {"answer": "  "})

    assert page.context["form"].errors == {"answer": ["Tulis dulu jawabannya, lalu kirim."]}
    assert Question.objects.get().answer == ""


def test_second_answer_is_told_that_somebody_was_first(signed_in, ratna, question):
    answer_question(question=question, answer="Gratis.", by=factories.person(name="Hasan"))

    page = signed_in(ratna).post(f"{URL}{question.pk}/", {"answer": "Bayar."}, follow=True)

    assert "baru saja dijawab orang lain" in page.content.decode()
    assert Question.objects.get().answer == "Gratis."


def test_neighbour_does_not_see_it(signed_in, question):
    client = signed_in(factories.person(Role.COORDINATOR, "16.06.02"))

    assert client.get(URL).context["questions"] == []
    assert client.get(f"{URL}{question.pk}/").status_code == 404
    assert client.post(f"{URL}{question.pk}/", {"answer": "x"}).status_code == 404


def test_pages_hold_every_question_once(signed_in, ratna, relay, siti, monkeypatch):
    from jembatan.desk.reach import questions

    monkeypatch.setattr(questions, "PAGE", 2)
    asked = [ask_question(relay=relay, by=siti, text=f"Pertanyaan {n}") for n in range(5)]
    client = signed_in(ratna)

    seen, query = [], "?"
    while query:
        found = client.get(URL + query).context
        seen += found["questions"]
        query = found["next_url"]

    assert seen == asked


def test_number_of_queries_is_the_same_for_one_and_three(signed_in, ratna, question, release, queries_of):
    one = queries_of(signed_in(ratna), URL)
    for n, relay in enumerate(release.relays.all()[:3]):
        ask_question(relay=relay, by=factories.person(name=f"O{n}"), text="Apa?")

    assert queries_of(signed_in(ratna), URL) == one
