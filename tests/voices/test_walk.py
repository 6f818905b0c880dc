"""One voice from the first word to the end, as its people do it."""

from datetime import timedelta

import pytest

from jembatan.areas.clock import today
from jembatan.audit.models import Entry
from jembatan.voices import answering, handling, moderating, reporting
from jembatan.voices.models import Voice
from jembatan.voices.workflow import Refused, Stale, State
from tests.voices import voices

pytestmark = pytest.mark.django_db


def test_a_complaint_is_answered_and_closed_by_its_reporter():
    home = voices.house()
    received = voices.said()
    voice = received.voice

    handling.verify(voice=voice, kind="complaint", topic=home.road, area=voice.area, by=home.dewi, seen=1)
    handling.forward(voice=voice, office=home.works, by=home.dewi, seen=2)
    answering.answer(voice=voice, text="Lubang sudah ditambal.", by=home.budi, seen=3)
    reporting.close(voice=voice, helped=True)

    assert [step.act for step in voice.steps.order_by("number")] == ["receive", "verify", "forward", "answer", "close"]
    assert (voice.state, voice.helped, voice.due_on) == (State.CLOSED, True, None)
    assert Entry.objects.filter(subject=f"voice:{voice.pk}").count() == 5


def test_the_secret_finds_it_and_nothing_else_does():
    voices.house()
    received = voices.said()

    found = reporting.find(received.voice.code.lower(), received.secret.lower())

    assert found == received.voice
    assert reporting.find(received.voice.code, "AAAABBBBCCCCDDDD") is None
    assert reporting.find("XXXXXXXX", received.secret) is None


def test_the_second_of_two_hears_what_the_first_did():
    home = voices.house()
    voice = voices.verified(home)
    handling.forward(voice=voice, office=home.works, by=home.dewi, seen=2)

    with pytest.raises(Stale, match=r"Disampaikan ke kantor yang berwenang.*Dewi"):
        handling.forward(voice=voice, office=home.health, by=home.dewi, seen=2)
    assert Voice.objects.get().office == home.works


def test_a_question_stops_the_clock_and_its_answer_starts_it_again():
    home = voices.house()
    voice = voices.forwarded(home)

    handling.ask(voice=voice, question="Di RT berapa?", by=home.budi, seen=3)
    asked = (voice.state, voice.due_on)
    reporting.tell(voice=voice, text="RT 03")

    assert asked == (State.ASKED, None)
    assert voice.state == State.FORWARDED
    assert voice.due_on is not None


def test_about_an_official_is_the_inspectorates_alone():
    home = voices.house()
    voice = voices.voice(about_official=True)

    seen = {who.name for who in (home.dewi, home.rina, home.budi, home.hana, home.ibu)
            if Voice.objects.visible_to(who).filter(pk=voice.pk).exists()}  # fmt: skip

    assert seen == {"Ibu Inspektur"}
    with pytest.raises(Refused):
        moderating.decide(voice=voice, shown="village", text="x", by=home.dewi, seen=1)


def test_a_confidential_one_is_there_for_named_handlers_only():
    home = voices.house()
    voice = voices.voice(confidential=True)

    assert list(Voice.objects.visible_to(home.rina)) == [voice]
    assert list(Voice.objects.visible_to(home.dewi)) == []


def test_of_an_anonymous_one_only_the_day_is_kept():
    voices.house()
    voice = voices.voice(anonymous=True)

    entry, step = Entry.objects.get(action="voice.received"), voice.steps.get()

    assert {entry.at, step.at, voice.received_at} == {voice.received_at}
    assert voice.received_at.astimezone().minute == 0
    assert not hasattr(voice, "identity")


def test_postponing_needs_a_reason_and_a_day():
    home = voices.house()
    voice = voices.forwarded(home)

    with pytest.raises(Refused, match="alasan"):
        handling.postpone(voice=voice, reason=" ", until=today() + timedelta(days=5), by=home.budi, seen=3)
    handling.postpone(voice=voice, reason="Menunggu alat.", until=today() + timedelta(days=5), by=home.budi, seen=3)

    assert (voice.state, voice.due_on, voice.version) == (State.POSTPONED, None, 4)
