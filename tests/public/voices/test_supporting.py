"""“Saya juga” and the link that confirms where to tell somebody."""

import pytest
from django.test import Client

from jembatan.messages import engine
from jembatan.messages.models import Contact
from jembatan.public.voices import supporting
from jembatan.voices import handling, moderating, telling
from jembatan.voices.models import Follower, Voice
from tests.voices import voices

pytestmark = pytest.mark.django_db


@pytest.fixture
def voice(home):
    made = voices.forwarded(home)
    moderating.decide(voice=made, shown="village", text="Jalan berlubang", by=home.dewi, seen=3)
    return made


def press(voice, client=None, **said):
    return (client or Client(enforce_csrf_checks=True)).post(f"/suara/{voice.code}/saya-juga/", said)


def supporters(voice) -> int:
    return Voice.objects.get(pk=voice.pk).supporters


def test_one_for_each_device(voice):
    telephone = Client()

    answers = [press(voice, telephone).status_code, press(voice, telephone).status_code, press(voice).status_code]

    assert (answers, supporters(voice)) == ([200, 200, 200], 2)


def test_the_device_keeps_a_random_word_and_nothing_else(voice):
    answer = press(voice)

    [cookie] = answer.cookies.values()
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert voice.code not in cookie.value
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_nobody_sees_has_no_button(home):
    hidden = voices.forwarded(home)

    assert (press(hidden).status_code, supporters(hidden)) == (404, 0)


def test_once_answered_it_is_over(voice):
    Voice.objects.filter(pk=voice.pk).update(state="answered")

    answer = press(voice)

    assert (answer.status_code, supporters(voice)) == (409, 0)
    assert "sudah dijawab" in answer.content.decode()


def test_another_site_presses_nothing(voice):
    client = Client(headers={"sec-fetch-site": "cross-site"})

    assert (press(voice, client).status_code, supporters(voice)) == (429, 0)


def test_one_network_does_not_press_without_end(voice, monkeypatch):
    monkeypatch.setattr(supporting, "PRESSES", 3)

    assert [press(voice).status_code for _ in range(5)] == [200] * 3 + [429] * 2


def test_a_supporter_is_asked_then_told(voice, home, mailoutbox):
    answer = press(voice, kontak="sari@contoh.id")
    engine.run_dry()
    contact = Contact.objects.get(recipient__person=None)
    path = f"/suara/kabari/{telling.contact_token(contact.pk)}/"
    seen = Client().get(path)
    contact.refresh_from_db()
    before = contact.verified_at
    pressed = Client(enforce_csrf_checks=True).post(path)
    handling.ask(voice=voice, question="Di RT berapa?", by=home.budi, seen=voice.version)
    engine.run_dry()

    assert (answer.status_code, Follower.objects.get().why) == (200, "supporter")
    assert (seen.status_code, before) == (200, None)
    assert "Anda akan kami kabari" in pressed.content.decode()
    assert path in mailoutbox[0].body
    assert [letter.to for letter in mailoutbox] == [["sari@contoh.id"]] * 2
    assert seen.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(("said", "status", "contacts"), [("", 200, 0), ("sari@", 422, 0), ("sari@contoh.id", 200, 1)])
def test_where_to_tell_them_may_stay_empty(voice, said, status, contacts):
    answer = press(voice, kontak=said)

    assert (answer.status_code, Follower.objects.count(), supporters(voice)) == (status, contacts, 0)


def test_one_network_names_only_so_many_addresses(voice, monkeypatch):
    monkeypatch.setattr(supporting, "CONTACTS", 2)

    answers = [press(voice, kontak=f"warga{n}@contoh.id").status_code for n in range(3)]

    assert answers == [200, 200, 429]


def test_a_dead_link_says_so(home):
    assert [Client().get("/suara/kabari/1-abc/").status_code, Client().post("/suara/kabari/x/").status_code] == [
        410
    ] * 2
