"""Who hears of a voice: nobody before whoever has the address said yes, nobody twice, nobody against their will."""

import pytest

from jembatan.messages import actions, engine
from jembatan.messages.models import Consent, Contact, Dispatch
from jembatan.voices import contacting, handling, telling
from jembatan.voices.models import Follower
from jembatan.voices.reporter import Reporter
from tests.voices import voices

pytestmark = pytest.mark.django_db
SARI = "sari@contoh.id"


def token() -> str:
    return telling.contact_token(Contact.objects.get(recipient__person=None).pk)


def named(**more):
    return voices.voice(reporter=Reporter(name="Sari", channel="email", address=SARI), **more)


def test_news_comes_only_after_the_address_was_confirmed(mailoutbox):
    home = voices.house()
    voice = named()
    engine.run_dry()
    asked = [letter.subject for letter in mailoutbox]

    handling.verify(voice=voice, kind="complaint", topic=home.road, area=voice.area, by=home.dewi, seen=1)
    handling.forward(voice=voice, office=home.works, by=home.dewi, seen=2)
    engine.run_dry()
    before = len(mailoutbox)
    assert contacting.confirm(follower=contacting.of_token(token()))
    handling.ask(voice=voice, question="Di RT berapa?", by=home.budi, seen=3)
    engine.run_dry()

    assert (asked, before) == (["Ingin dikabari tentang laporan Anda?"], 1)
    assert [letter.to for letter in mailoutbox] == [[SARI]] * 2
    assert Consent.objects.get().given_at is not None


@pytest.mark.parametrize("said", ["", "x", "1-abc", "1-ï", "99999999999999999999-a"])
def test_a_token_that_is_not_ours_is_nobodys(said):
    voices.house()
    named()

    assert contacting.of_token(said) is None


def test_an_address_that_ended_is_nobodys():
    voices.house()
    named()
    found = contacting.of_token(token())
    actions.end(contact=Contact.objects.get(), by=None, because="left")

    assert contacting.of_token(token()) is None
    assert not contacting.confirm(follower=found)


def test_one_address_follows_a_voice_once():
    voices.house()
    voice = named()

    telling.follow(voice, "email", SARI.upper(), Follower.Why.SUPPORTER)

    assert (Follower.objects.count(), Contact.objects.count()) == (1, 1)


def test_an_address_is_asked_three_times_a_day():
    voices.house()

    for _ in range(5):
        named()

    assert (Contact.objects.count(), Dispatch.objects.filter(kind="voice_contact").count()) == (5, 3)


def test_an_address_whose_owner_said_no_is_left_alone():
    voices.house()
    named()
    actions.end(contact=Contact.objects.get(), by=None, because="left")

    named()

    assert Dispatch.objects.filter(kind="voice_contact").count() == 1
