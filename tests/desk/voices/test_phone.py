"""An officer answers from the link in a message: a code, and three things to do with this one voice."""

import pytest
from django.test import Client

from jembatan.messages import actions as messages
from jembatan.messages.models import Dispatch
from jembatan.voices import handling, links, passes
from jembatan.voices.models import PhoneCode, Voice
from jembatan.voices.workflow import State
from tests.voices import voices

pytestmark = pytest.mark.django_db


@pytest.fixture
def voice(home):
    messages.agree(person=home.budi, channel="email", address="budi@contoh.id", source="test", by=None)
    return voices.forwarded(home)


@pytest.fixture
def link(home, voice):
    return f"/meja/suara/j/{links.token(voice.pk, home.budi.pk)}/"


def opened(link: str) -> Client:
    client = Client()
    client.post(link)
    client.post(link, {"digits": passes.digits_of(PhoneCode.objects.latest("pk"))})
    return client


def test_without_the_code_nothing_of_it_is_shown(client, link):
    page = client.get(link)

    assert page.status_code == 200
    assert "berlubang" not in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]


def test_looking_sends_nothing_and_pressing_sends_a_code(client, link):
    client.get(link)
    before = Dispatch.objects.filter(kind="code").count()

    page = client.post(link)

    assert (before, Dispatch.objects.filter(kind="code").count(), page.context["sent"]) == (0, 1, True)


def test_with_the_code_it_is_answered(home, voice, link):
    client = opened(link)
    page = client.get(link)

    done = client.post(link, {"act": "jawab", "seen": 3, "text": "Sudah ditambal."})

    assert "berlubang" in page.content.decode()
    assert [form.slug for form in page.context["forms"]] == ["jawab", "tanya", "tunda"]
    assert done.status_code == 302
    assert [(one.text, one.by) for one in voice.answers.all()] == [("Sudah ditambal.", home.budi)]


def test_without_the_code_nothing_is_done(client, voice, link):
    client.post(link, {"act": "jawab", "seen": 3, "text": "Palsu."})

    assert not voice.answers.exists()
    assert Voice.objects.get(pk=voice.pk).state == State.FORWARDED


def test_a_wrong_code_opens_nothing(client, link):
    client.post(link)

    page = client.post(link, {"digits": "000000x"})

    assert "Kode itu salah" in str(page.context["form"].errors)
    assert "berlubang" not in client.get(link).content.decode()


def test_the_code_opens_this_voice_and_no_page_of_the_desk(home, voice, link):
    other = voices.forwarded(home)
    client = opened(link)

    answers = [client.get(f"/meja/suara/{code}/").status_code for code in (voice.code, other.code)]
    second = client.get(f"/meja/suara/j/{links.token(other.pk, home.budi.pk)}/").content.decode()

    assert answers == [302, 302]  # to sign in
    assert "berlubang" not in second


def test_after_half_an_hour_the_code_is_asked_for_again(link, time_machine):
    client = opened(link)
    open_then = "berlubang" in client.get(link).content.decode()
    session = client.session
    session["opened_voices"] = dict.fromkeys(session["opened_voices"], 1)
    session.save()

    assert open_then
    assert "berlubang" not in client.get(link).content.decode()


def test_who_is_signed_in_needs_no_code_and_somebody_else_does(home, signed_in, link):
    found = {who.name: "berlubang" in signed_in(who).get(link).content.decode() for who in (home.budi, home.dewi)}

    assert found == {"Budi": True, "Dewi": False}


def test_what_was_typed_stays_when_somebody_was_first(home, voice, link):
    client = opened(link)
    handling.note(voice=voice, text="Sudah telepon.", by=home.dewi)

    page = client.post(link, {"act": "tanya", "seen": 3, "question": "Di RT berapa?"})

    assert "oleh Dewi" in page.content.decode()
    assert "Di RT berapa?" in page.content.decode()
    assert Voice.objects.get(pk=voice.pk).state == State.FORWARDED


def test_once_another_office_has_it_the_link_is_dead(home, voice, link):
    client = opened(link)

    handling.forward(voice=voice, office=home.health, by=home.dewi, seen=3)

    assert [client.get(link).status_code, client.post(link, {"act": "jawab"}).status_code] == [404, 404]


def test_an_officer_without_a_contact_is_sent_to_sign_in(home, client):
    voice = voices.forwarded(home, to=home.health)
    link = f"/meja/suara/j/{links.token(voice.pk, home.hana.pk)}/"

    page = client.post(link)

    assert not page.context["sent"]
    assert f"/akun/masuk/?next=/meja/suara/{voice.code}/" in page.content.decode()
