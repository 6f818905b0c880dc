"""Signing in by a one-time link."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.utils import timezone

from jembatan.accounts import guessing, letters
from jembatan.messages import actions as messages
from jembatan.people import actions, signin
from jembatan.people.models import Person, SignInLink
from jembatan.people.roles import Role
from jembatan.releases import readings
from tests import factories

pytestmark = pytest.mark.django_db
SIGN_IN = "/akun/masuk/"


def ask(client, email: str, **more):
    return client.post(SIGN_IN, {"email": email, **more})


def letter_link() -> str:
    return re.search(r"http://\S+?(/akun/tautan/\S+)", mail.outbox[-1].body)[1]


def test_the_letter_signs_in_after_one_press(client):
    factories.regency()
    ayu = factories.person(Role.EDITOR)

    ask(client, ayu.email.upper())
    link = letter_link()
    shown = client.get(link)
    pressed = client.post(link)

    assert (shown.status_code, ayu.name in shown.content.decode()) == (200, True)
    assert (pressed.status_code, pressed.headers["Location"]) == (302, "/meja/")
    assert client.get("/meja/").status_code == 200


def test_looking_at_the_link_does_not_use_it_up(client):
    link = signin.issue(factories.person())

    for _again in range(3):
        client.get(link)
        client.head(link)

    assert client.post(link).status_code == 302


def test_a_link_works_once(client):
    link = signin.issue(factories.person())
    client.post(link)
    client.post("/akun/keluar/")

    again = client.post(link)

    assert again.status_code == 410
    assert "sudah tidak berlaku" in again.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("secret", ["unknown", "x" * 300])
def test_an_unknown_link_says_so(client, secret):
    assert client.get(f"/akun/tautan/{secret}/").status_code == 410


def test_an_old_link_is_dead(client):
    link = signin.issue(factories.person(), lifetime=timedelta(seconds=-1))

    assert client.post(link).status_code == 410


def test_the_answer_is_the_same_for_a_stranger(client):
    ayu = factories.person()

    known, unknown = ask(client, ayu.email), ask(client, "bukan@contoh.id")

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [letter.to for letter in mail.outbox] == [[ayu.email]]


def test_a_volunteer_is_known_by_the_contact_they_agreed_to(client):
    factories.regency()
    siti = factories.volunteer(factories.group("16.06.01.2001"), email="siti@contoh.id")
    siti.email = None
    siti.save()

    ask(client, "Siti@contoh.id")
    pressed = client.post(letter_link())

    assert pressed.headers["Location"] == "/tugas/"
    assert client.session["_auth_user_id"] == str(siti.pk)


def test_a_contact_that_two_people_share_signs_in_nobody(client):
    factories.regency()
    group = factories.group("16.06.01.2001")
    for _one in range(2):
        factories.volunteer(group, email="keluarga@contoh.id")

    ask(client, "keluarga@contoh.id")

    assert mail.outbox == []


def test_a_contact_that_ended_signs_in_nobody(client):
    factories.regency()
    siti = factories.volunteer(factories.group("16.06.01.2001"), email="siti@contoh.id")
    messages.end(contact=siti.recipient.contacts.get(channel="email"), by=None)

    ask(client, "siti@contoh.id")

    assert mail.outbox == []


def test_who_is_switched_off_gets_no_letter(client):
    ayu = factories.person()
    Person.objects.update(is_active=False)

    assert ask(client, ayu.email).status_code == 302
    assert mail.outbox == []


def test_one_mailbox_gets_three_letters_in_a_quarter_of_an_hour(client):
    ayu = factories.person()

    for _again in range(5):
        ask(client, ayu.email)

    assert len(mail.outbox) == 3


def test_an_hour_later_a_letter_goes_out_again(client):
    ayu = factories.person()
    for _again in range(3):
        ask(client, ayu.email)
    SignInLink.objects.update(expires_at=timezone.now() + signin.LIFETIME - timedelta(hours=1))

    ask(client, ayu.email)

    assert len(mail.outbox) == 4


def test_invitations_do_not_count_as_letters(client):
    ayu = factories.person()
    for _again in range(4):
        signin.issue(ayu, lifetime=actions.INVITATION)

    ask(client, ayu.email)

    assert len(mail.outbox) == 1


def test_one_network_asks_twenty_times(client):
    answers = [ask(client, f"orang{n}@contoh.id").status_code for n in range(guessing.AT_MOST + 1)]
    elsewhere = client.post(SIGN_IN, {"email": "lain@contoh.id"}, REMOTE_ADDR="198.51.100.7")

    assert answers == [302] * guessing.AT_MOST + [429]
    assert elsewhere.status_code == 302


def test_a_household_with_many_ipv6_addresses_is_one_network(rf):
    one = rf.get("/", REMOTE_ADDR="2001:db8:1:2::1")
    other = rf.get("/", REMOTE_ADDR="2001:db8:1:2:ffff::9")

    assert readings.network(one) == readings.network(other) == "2001:db8:1:2::"


def test_a_mail_server_in_trouble_is_not_told_to_the_visitor(client, monkeypatch, caplog):
    ayu = factories.person()

    def fail(_letter):
        raise SMTPServerDisconnected("orang0@contoh.id rejected")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)

    assert ask(client, ayu.email).status_code == 302
    assert "SMTPServerDisconnected" in caplog.text
    assert "@contoh.id" not in caplog.text


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/meja/kim/", "/meja/kim/"),
        ("/en/meja/", "/en/meja/"),
        ("https://jahat.example/", "/meja/"),
        ("//jahat.example/", "/meja/"),
        ("/\\jahat.example/", "/meja/"),
        ("javascript:alert(1)", "/meja/"),
        ("foo", "/meja/"),
        ("/" + "x" * 300, "/meja/"),
    ],
)
def test_signing_in_leads_only_to_pages_of_ours(client, wanted, goes):
    factories.regency()
    ayu = factories.person(Role.EDITOR)

    ask(client, ayu.email, next=wanted)

    assert client.post(letter_link()).headers["Location"] == goes


def test_the_session_gets_a_new_key(client):
    client.get(SIGN_IN)
    client.session.save()
    before = client.session.session_key

    client.post(signin.issue(factories.person()))

    assert client.session.session_key != before


def test_another_persons_session_is_not_taken_over(client):
    client.force_login(factories.person())
    session = client.session
    session["draft"] = "rahasia"
    session.save()

    client.post(signin.issue(factories.person()))

    assert "draft" not in client.session


def test_who_is_switched_off_is_out_at_the_next_request(client):
    factories.regency()
    factories.person(Role.ADMIN)
    ayu = factories.person(Role.EDITOR)
    client.post(signin.issue(ayu))
    assert client.get("/meja/").status_code == 200

    actions.deactivate(person=ayu, by=None)

    assert client.get("/meja/").headers["Location"] == "/akun/masuk/?next=/meja/"


def test_whoever_is_in_already_goes_on(client):
    factories.regency()
    client.force_login(factories.person(Role.EDITOR))

    assert client.get(f"{SIGN_IN}?next=/meja/kim/").headers["Location"] == "/meja/kim/"


def test_without_a_role_one_comes_out_at_the_start_page(client):
    assert client.post(signin.issue(factories.person())).headers["Location"] == "/"


def test_english_stays_english(client):
    factories.regency()
    ayu = factories.person(Role.EDITOR)

    closed = client.get("/en/meja/")
    signed_in = client.post("/en" + signin.issue(ayu))

    assert closed.headers["Location"] == "/en/akun/masuk/?next=/en/meja/"
    assert signed_in.headers["Location"] == "/en/meja/"


def test_letters_are_in_the_readers_language(client, monkeypatch):
    ayu = factories.person()
    Person.objects.update(language="en")
    heard = []
    monkeypatch.setattr(letters, "_", lambda text: heard.append(letters.translation.get_language()) or text)

    ask(client, ayu.email)

    assert set(heard) == {"en"}
