"""Questions of volunteers: asked once, answered once, seen by those who may answer."""

import pytest

from jembatan.audit.models import Entry
from jembatan.people.roles import Role
from jembatan.relays.models import Question
from jembatan.relays.questions import answer_question, ask_question
from jembatan.releases.workflow import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(relay, siti):
    return ask_question(relay=relay, by=siti, text="Apakah  boleh\nbawa anak?")


def test_same_words_again_are_the_same_question(question, relay, siti):
    again = ask_question(relay=relay, by=siti, text="Apakah boleh bawa anak?")

    assert (again, Question.objects.count()) == (question, 1)
    assert Entry.objects.filter(action="question.asked").count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 501])
def test_empty_or_endless_question_is_refused(relay, siti, text):
    with pytest.raises(Refused):
        ask_question(relay=relay, by=siti, text=text)

    assert Question.objects.exists() is False


def test_sixth_unanswered_question_waits_for_an_answer(relay, siti, ratna):
    five = [ask_question(relay=relay, by=siti, text=f"Pertanyaan {n}") for n in range(5)]

    with pytest.raises(Refused, match="Lima pertanyaan Anda belum dijawab"):
        ask_question(relay=relay, by=siti, text="Yang keenam")
    assert ask_question(relay=relay, by=siti, text="Pertanyaan 0") == five[0]
    answer_question(question=five[1], answer="Ya.", by=ratna)
    ask_question(relay=relay, by=siti, text="Yang keenam")

    assert Question.objects.count() == 6


def test_questions_of_others_and_elsewhere_do_not_count(relay, siti, ratna, release):
    for n in range(5):
        ask_question(relay=relay, by=siti, text=f"Pertanyaan {n}")

    ask_question(relay=relay, by=ratna, text="Saya juga")
    ask_question(relay=release.relays.exclude(pk=relay.pk).first(), by=siti, text="Di desa lain")

    assert Question.objects.count() == 7


def test_answer_is_kept_with_who_and_when(question, ratna):
    answer_question(question=question, answer=" Boleh. ", by=ratna)

    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("Boleh.", ratna)
    assert question.answered_at is not None
    assert Entry.objects.get(action="question.answered").actor == ratna.pk


def test_second_answer_overwrites_nothing(question, ratna):
    answer_question(question=question, answer="Boleh.", by=ratna)

    with pytest.raises(Refused, match="dijawab orang lain"):
        answer_question(question=question, answer="Tidak.", by=ratna)

    question.refresh_from_db()
    assert question.answer == "Boleh."


def test_empty_answer_is_refused(question, ratna):
    with pytest.raises(Refused):
        answer_question(question=question, answer="  ", by=ratna)


def test_question_is_seen_by_its_coordinator_and_not_by_the_neighbours(question, ratna):
    here = factories.person(Role.COORDINATOR, "16.06.01")
    there = factories.person(Role.COORDINATOR, "16.06.02")
    executive = factories.person(Role.EXECUTIVE)

    seen = [list(Question.objects.visible_to(who)) for who in (ratna, here, there, executive)]

    assert seen == [[question], [question], [], []]
