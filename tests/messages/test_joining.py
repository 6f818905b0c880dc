"""Joining from a telephone: whose chat it becomes, once and for one chat, and what is answered."""

import time
from datetime import UTC, datetime

import pytest

from jembatan.keyring import seal
from jembatan.messages import actions, addresses, inbound, joining
from jembatan.messages.hearing import Heard, Said
from jembatan.messages.models import Consent, Contact, Dispatch, Inbound, Recipient
from jembatan.people.models import Person
from tests.messages.contract import telegram as case

pytestmark = pytest.mark.django_db
WRONG = "Tautan atau kode itu tidak benar atau sudah lewat masa. Mintalah yang baru."
USED = "Tautan atau kode itu sudah dipakai di HP lain. Mintalah yang baru."
WARM = "Terima kasih, Sari! Kabar untuk Anda mulai sekarang datang ke sini."
CHAT, OTHER = "71000001", "71000002"


@pytest.fixture(autouse=True)
def here(settings, tmp_path):
    settings.INBOUND_TAKERS = ["jembatan.messages.joining.take"]
    with case.provider(settings, tmp_path) as here:
        yield here


@pytest.fixture
def sari() -> Recipient:
    """With e-mail first, then a telephone."""
    person = Person.objects.create_person(name="Sari")
    for channel, address in [("email", "sari@contoh.id"), ("phone", "0812-3456-7890")]:
        actions.agree(person=person, channel=channel, address=address, source="test", by=None)
    return person.recipient


def say(text: str, chat: str = CHAT, channel: str = "telegram") -> str | None:
    """What is answered."""
    number = str(Inbound.objects.count())
    inbound.take(channel, Heard(said=[Said(chat, text, number, datetime.now(UTC))]))
    inbound.look()
    dispatch = Dispatch.objects.filter(key=f"reply:{Inbound.objects.latest('pk').pk}").first()
    return dispatch.payload["text"] if dispatch else None


def order(recipient: Recipient) -> list[str]:
    live = Contact.objects.live().filter(recipient=recipient).order_by("position", "pk")
    return [contact.channel for contact in live]


def test_a_link_binds_the_chat_and_makes_it_the_first(sari):
    answer = say(f"/start {joining.token(sari.pk)}")

    contact = Contact.objects.get(channel="telegram")
    assert (answer, order(sari)) == (WARM, ["telegram", "email", "phone", "inbox"])
    assert (contact.recipient, contact.verified_at is None, contact.heard_at is None) == (sari, False, False)
    assert contact.address_index == addresses.index("telegram", CHAT)
    assert Consent.objects.get(contact=contact).source == "telegram"
    assert (Inbound.objects.get().taken_by, Inbound.objects.get().contact_id) == ("messages", contact.pk)


def test_twice_is_the_same_as_once(sari):
    token = joining.token(sari.pk)

    assert [say(f"/start {token}") for _ in range(2)] == [WARM, WARM]
    assert (order(sari), Consent.objects.filter(contact__channel="telegram").count()) == (
        ["telegram", "email", "phone", "inbox"], 1
    )  # fmt: skip


def test_a_second_link_moves_a_chat_to_the_front_again(sari):
    say(f"/start {joining.token(sari.pk)}")
    Contact.objects.filter(channel="email").update(position=0)
    Contact.objects.filter(channel="telegram").update(position=4)

    say(f"/start {joining.token(sari.pk)}")

    assert order(sari)[:2] == ["telegram", "email"]


def test_the_answer_goes_to_the_chat(sari):
    say(f"/start {joining.token(sari.pk)}")

    assert Dispatch.objects.get().only_contact_id == Contact.objects.get(channel="telegram").pk


@pytest.mark.parametrize("text", ["GABUNG {}", " gabung  {} ", "/start@JembatanBot {}", "/START {}"])
def test_a_word_joins_too(sari, text):
    assert say(text.format(joining.token(sari.pk))) == WARM


def test_a_link_that_was_passed_on_lets_nobody_else_in(sari):
    token = joining.token(sari.pk)
    say(f"/start {token}")

    assert say(f"/start {token}", OTHER) == USED
    assert Contact.objects.filter(recipient=sari, channel="telegram").count() == 1


def test_a_new_link_lets_a_new_telephone_in(sari):
    say(f"/start {joining.token(sari.pk)}", OTHER)
    Consent.objects.filter(contact__channel="telegram").update(given_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert say(f"/start {joining.token(sari.pk)}") == WARM
    assert order(sari)[:2] == ["telegram", "telegram"]


def wrong_tokens(recipient: int) -> list[str]:
    good, now = joining.token(recipient), int(time.time())
    return [
        good[:-1] + ("0" if good[-1] != "0" else "1"),
        good.replace(f"{recipient}-", f"{recipient + 1}-", 1),
        joining.token(recipient, at=now - joining.GOOD_FOR - 1),
        joining.token(recipient, at=now + joining.AHEAD + 60),
        joining.token(recipient + 999),
        "1-2-x",
        "9" * 90,
        "٣-1-0123456789abcdef0123",
    ]


@pytest.mark.parametrize("n", range(8))
def test_a_wrong_or_old_token_gets_one_sentence_and_binds_nothing(sari, n):
    token = wrong_tokens(sari.pk)[n]

    assert say(f"/start {token}") == WRONG
    assert order(sari) == ["email", "phone", "inbox"]


def test_a_code_by_a_clock_that_is_ahead_is_good_for_one_telephone(sari):
    token = joining.token(sari.pk, at=int(time.time()) + joining.AHEAD - 60)

    assert [say(f"/start {token}", chat) for chat in (CHAT, OTHER)] == [WARM, USED]


def test_a_token_of_somebody_who_left_is_wrong(sari):
    Person.objects.update(is_active=False)

    assert say(f"/start {joining.token(sari.pk)}") == WRONG


def test_who_was_told_no_and_then_joins_is_found_by_the_right_contact(sari):
    say("/start salah")
    say(f"/start {joining.token(sari.pk)}")

    say("Jalan kami rusak")

    assert Inbound.objects.latest("pk").contact_id == Contact.objects.get(recipient=sari, channel="telegram").pk
    assert Contact.objects.live().filter(channel="telegram").count() == 1


def test_many_wrong_tokens_leave_one_contact_that_is_nobodys():
    for _ in range(3):
        say("/start salah")

    assert (Contact.objects.count(), Recipient.objects.filter(person=None).count()) == (1, 1)


def test_the_bot_opened_without_a_link(sari):
    unknown = say("/start")
    say(f"/start {joining.token(sari.pk)}")

    assert unknown == "Selamat datang! Untuk menerima kabar di sini, buka tautan undangan dari petugas Anda."
    assert say("/start") == "Anda sudah terdaftar. Kabar untuk Anda datang ke sini."


@pytest.mark.parametrize(
    "text", ["gabung dong", "Kapan bisa gabung 1-2-3?", "GABUNG", "/startup 1", "mulai /start 1-1-a"]
)
def test_other_words_are_for_others(text):
    assert say(text) is None
    assert Inbound.objects.get().taken_by == ""


def test_leaving_and_joining_again(sari):
    token = joining.token(sari.pk)
    say(f"/start {token}")
    say("BERHENTI")

    assert say(f"/start {token}") == WARM
    assert order(sari)[0] == "telegram"


def test_a_token_fits_into_a_link():
    assert len(joining.token(10**10)) <= 64


def test_a_message_whose_address_was_given_away_is_left_alone(sari):
    row = Inbound(channel="telegram", provider_id="1", address=None, text=seal("x"))

    assert joining.take(inbound.Message(row, None, f"/start {joining.token(sari.pk)}")) is None
