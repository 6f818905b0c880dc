"""Who is meant by an address, what ends a contact, and that one message which breaks us holds up no other."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from jembatan.keyring import seal
from jembatan.messages import actions, addresses, engine, inbound, retention, subscribing
from jembatan.messages.hearing import Heard, Said
from jembatan.messages.models import Attempt, Consent, Contact, Dispatch, Inbound, Recipient
from jembatan.people.models import Person
from tests import factories
from tests.messages import fakes
from tests.messages.contract import sms as sms_case

pytestmark = pytest.mark.django_db
NUMBER, MAIL = "+6281234567890", "sari@contoh.id"


@pytest.fixture
def sms(settings, tmp_path):
    settings.INBOUND_TAKERS = ["jembatan.messages.confirming.take"]
    with sms_case.provider(settings, tmp_path) as gateway:
        yield gateway


def hear(text: str, channel: str = "sms", address: str = NUMBER, **more) -> Inbound:
    """What was said, looked at."""
    said = Said(address, text, str(Inbound.objects.count()), datetime.now(UTC), **more)
    inbound.take(channel, Heard(said=[said]))
    while inbound.look():
        pass
    return Inbound.objects.latest("pk")


def volunteer(channel: str = "sms", address: str = NUMBER, name: str = "Sari") -> Contact:
    person = Person.objects.create_person(name=name)
    return actions.agree(person=person, channel=channel, address=address, source="form", by=None)


def stranger(channel: str, address: str) -> Contact:
    """Somebody unknown who was answered."""
    index = addresses.index(channel, address)
    recipient = Recipient.objects.create()
    return recipient.contacts.create(channel=channel, address=seal(address), address_index=index)


def test_a_volunteer_is_meant_whose_number_was_a_strangers_first(sms):
    stranger("sms", NUMBER)
    sari = volunteer()

    assert hear("sudah").contact_id == sari.pk


def test_a_volunteer_is_meant_whose_number_was_a_subscribers_first(sms):
    factories.regency()
    subscribing.subscribe(channel="sms", address=NUMBER, area=factories.get_area("16.06"))
    hear("YA")
    sari = volunteer()

    assert hear("sudah").contact_id == sari.pk


def test_who_is_gone_is_meant_after_who_is_there(sms):
    gone = volunteer(name="Wati")
    Person.objects.update(is_active=False)
    sari = volunteer()

    assert hear("sudah").contact_id == sari.pk
    actions.end(contact=sari, by=None)
    assert hear("sudah").contact_id == gone.pk


def test_a_consent_by_a_clock_that_is_ahead_can_be_withdrawn(sms):
    sari = volunteer()
    Consent.objects.update(given_at=timezone.now() + timedelta(seconds=5))

    row = hear("BERHENTI")

    sari.refresh_from_db()
    consent = Consent.objects.get()
    assert (row.taken_by, sari.ended_because, consent.withdrawn_at) == ("messages", "stopped", consent.given_at)


def test_a_message_that_breaks_us_holds_up_no_other(sms, monkeypatch, caplog):
    sari, other = volunteer(), volunteer(address="+6281234567891", name="Wati")
    for text, address in [("BERHENTI", NUMBER), ("Halo", "+6281234567891")]:
        inbound.take("sms", Heard(said=[Said(address, text, text, datetime.now(UTC))]))
    monkeypatch.setattr(actions, "end", lambda **_what: 1 / 0)

    assert [inbound.look() for _n in range(3)] == [1, 1, 0]

    rows = list(Inbound.objects.order_by("pk").values_list("taken_by", "taken_at", "contact_id"))
    assert rows == [("", None, None), ("", None, other.pk)]
    assert [record.getMessage() for record in caplog.records] == [
        f"message {Inbound.objects.earliest('pk').pk} could not be looked at"
    ]
    assert Contact.objects.live().filter(pk=sari.pk).exists()


@pytest.fixture
def sari(settings, tmp_path) -> Contact:
    """Reached by e-mail; a letter of ours went there."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    contact = volunteer("email", MAIL)
    fakes.dispatch([contact.recipient_id])
    engine.run_dry()
    return contact


def answers() -> list[str]:
    found = Dispatch.objects.filter(kind="reply").order_by("pk")
    return [dispatch.payload["text"] for dispatch in found]


def test_an_email_in_somebodys_name_ends_nothing_and_its_owner_is_told_how(sari):
    rows = [hear("stop", "email", MAIL, in_reply_to=quoted) for quoted in (None, "<dikarang@contoh.id>")]

    sari.refresh_from_db()
    assert (sari.ended_at, [row.taken_by for row in rows]) == (None, ["messages", "messages"])
    assert answers() == [f"Untuk berhenti menerima kabar di alamat ini, buka {addresses.leave_url(sari.pk)}"]


def test_an_email_that_answers_a_letter_to_somebody_else_ends_nothing(sari):
    wati = volunteer("email", "wati@contoh.id", "Wati")
    fakes.dispatch([wati.recipient_id], "second")
    engine.run_dry()
    theirs = Attempt.objects.get(contact_id=wati.pk).provider_id

    hear("stop", "email", MAIL, in_reply_to=theirs)

    assert Contact.objects.live().filter(pk=sari.pk).exists()


def test_an_email_that_answers_ours_ends_the_contact(sari):
    hear("stop", "email", MAIL, in_reply_to=Attempt.objects.get(channel="email").provider_id)

    sari.refresh_from_db()
    assert (sari.ended_because, answers()) == ("stopped", ["Baik, kami tidak mengirim pesan lagi ke sini."])


@pytest.mark.parametrize(
    "text", ["Berhenti kirim sms ini", "stop ya pak", "STOP", "berhenti, tolong jangan kirim lagi"]
)
def test_a_wish_to_stop_in_a_few_words_is_confirmed_once(sms, settings, text):
    settings.MESSAGE_WRITERS |= {"reply": "jembatan.messages.replying.write"}
    sari = volunteer()

    hear(text)
    hear(text)
    engine.run_dry()

    sari.refresh_from_db()
    assert (sari.ended_because, answers()) == ("stopped", ["Baik, kami tidak mengirim pesan lagi ke sini."])
    assert [asked.json()["text"].split("\n")[0] for asked in sms.server.taken] == answers()


@pytest.mark.parametrize(
    "text",
    [
        "Berhenti itu caranya bagaimana ya?",
        "stop kontak di balai desa rusak",
        "Berhenti dulu, besok kami bagikan lagi di masjid",
        "jangan berhenti",
    ],
)
def test_other_sentences_end_nothing(sms, text):
    sari = volunteer()

    hear(text)

    sari.refresh_from_db()
    assert sari.ended_at is None


def test_the_confirmation_names_what_goes_on(sms):
    sari = volunteer()
    for channel, address in (("email", MAIL), ("phone", NUMBER)):
        actions.agree(person=sari.recipient.person, channel=channel, address=address, source="form", by=None)

    hear("BERHENTI")

    stays = "Lewat e-mail Anda masih menerima; berhenti di sana juga bila mau."
    assert answers() == [f"Baik, kami tidak mengirim pesan lagi ke sini. {stays}"]


def test_nothing_else_goes_to_where_the_last_answer_went_and_it_is_forgotten(sms, settings):
    volunteer()
    hear("BERHENTI")
    last = Contact.objects.live().get(channel="sms")

    settings.KEEP_DAYS = settings.KEEP_DAYS | {"unconfirmed": 0}
    retention.forget()

    assert (last.recipient.person, last.recipient.contacts.count(), last.verified_at) == (None, 1, None)
    last.refresh_from_db()
    assert (last.address, last.ended_at is None) == (None, False)


def test_a_stop_of_an_unknown_mailbox_is_not_answered(sari):
    assert (hear("stop", "email", "wati@contoh.id").taken_by, answers()) == ("messages", [])
