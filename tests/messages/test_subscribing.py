"""Citizens' contacts: nothing goes there before they said yes, and nothing after they said no."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from jembatan.audit.models import Entry
from jembatan.messages import actions, confirming, engine, inbound, retention, subscribing
from jembatan.messages.engine import fan_out
from jembatan.messages.errors import BadAddress, Busy
from jembatan.messages.hearing import Heard, Said
from jembatan.messages.models import Consent, Contact, Delivery, Dispatch, Inbound, Recipient, Subscription
from jembatan.people.models import Person
from tests import factories
from tests.messages import fakes
from tests.messages.contract import sms as sms_case

pytestmark = pytest.mark.django_db
SARI, NUMBER = "sari@contoh.id", "+6281234567890"


@pytest.fixture(autouse=True)
def words(settings, db):
    settings.MESSAGE_WRITERS |= {"confirm": "jembatan.messages.confirming.write"}
    settings.INBOUND_TAKERS = ["jembatan.messages.confirming.take"]
    factories.regency()


@pytest.fixture
def sms(settings, tmp_path):
    with sms_case.provider(settings, tmp_path) as gateway:
        yield gateway


def ask(address: str = SARI, code: str = "16.06.01.2001") -> None:
    channel = subscribing.channel_of(address) or "email"
    subscribing.subscribe(channel=channel, address=address, area=factories.get_area(code))


def say(text: str, channel: str = "sms", address: str = NUMBER) -> None:
    inbound.take(channel, Heard(said=[Said(address, text, str(Inbound.objects.count()), datetime.now(UTC))]))
    inbound.look()


def asked() -> int:
    return Dispatch.objects.filter(kind="confirm").count()


def test_asking_makes_a_contact_that_is_not_used_yet():
    ask(" Sari@Contoh.ID ")

    contact, consent = Contact.objects.get(), Consent.objects.get()
    assert (contact.channel, contact.verified_at, contact.recipient.person) == ("email", None, None)
    assert (consent.purpose, consent.wording, consent.given_at) == ("news", "warga-1", None)
    assert (contact.recipient.zone, Subscription.objects.get().code) == ("Asia/Jakarta", "16.06.01.2001")


def test_one_message_asks_and_its_link_confirms(mailoutbox):
    ask()
    engine.run_dry()

    [letter] = mailoutbox
    [subscription] = Subscription.objects.all()
    assert letter.subject == "Mau menerima rilis untuk Desa 01-2001?"
    assert f"/langganan/{confirming.token(subscription.pk)}/" in letter.body
    assert "Balas YA" not in letter.body
    assert confirming.confirm(subscription=confirming.of_token(confirming.token(subscription.pk)))

    contact, consent = Contact.objects.get(), Consent.objects.get()
    assert (contact.verified_at is None, consent.given_at is None, consent.source) == (False, False, "web")
    assert Entry.objects.filter(action="subscription.confirmed").count() == 1


def test_yes_by_sms_confirms(sms):
    ask("0812-3456-7890")
    engine.run_dry()
    assert "Balas YA, atau buka" in next(iter(sms.arrived()))

    say(" Ya. ")

    assert Contact.objects.get().verified_at is not None
    assert Consent.objects.get().source == "sms"
    assert Dispatch.objects.get(kind="reply").payload["text"].startswith("Terima kasih. Rilis untuk Desa 01-2001")


def test_yes_of_somebody_who_was_not_asked_is_for_others(sms):
    say("ya")

    assert Inbound.objects.get().taken_by == ""


def test_yes_by_email_confirms_nothing():
    ask()
    say("YA", "email", SARI)

    assert Contact.objects.get().verified_at is None


def test_where_no_answer_arrives_none_is_asked_for(settings, tmp_path):
    with sms_case.provider(settings, tmp_path, FROM="", MESSAGE="", MESSAGE_ID="") as gateway:
        ask("0812-3456-7890")
        engine.run_dry()

        assert "Bila ya, buka" in next(iter(gateway.arrived()))


def test_an_address_is_asked_three_times_a_day_at_most():
    for n in range(5):
        ask(code=f"16.06.0{1 + n // 3}.200{1 + n % 3}")
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        ask()

    assert (asked(), Contact.objects.count()) == (4, 1)


def test_a_number_is_one_address_in_every_channel(sms, settings, tmp_path):
    area = factories.get_area("16.06")
    for channel in ["sms", "whatsapp", "gammu", "sms"]:
        subscribing.subscribe(channel=channel, address=NUMBER, area=area)

    assert asked() == 3


NIGHT, NOON = datetime(2026, 11, 24, 17, tzinfo=UTC), datetime(2026, 11, 24, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "at", "urgent"), [(SARI, NIGHT, True), (NUMBER, NIGHT, False), (NUMBER, NOON, True)]
)
def test_a_number_is_not_asked_at_night(sms, settings, address, at, urgent):
    settings.QUIET_HOURS = (21, 6)
    with time_machine.travel(at, tick=False):
        ask(address)

    assert Dispatch.objects.get().urgent is urgent


def test_few_numbers_are_asked_in_an_hour_that_do_not_say_yes(sms, monkeypatch):
    monkeypatch.setattr(subscribing, "UNANSWERED", 2)
    ask("0812-3456-7890")
    ask("0812-3456-7891")
    for address in ("0812-3456-7892", "0812-3456-7890"):
        with pytest.raises(Busy):
            ask(address)
    ask(SARI)
    say("YA")
    ask("0812-3456-7892")
    assert asked() == 4

    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        ask("0812-3456-7893")
    assert asked() == 5


def test_who_is_confirmed_is_not_asked_again():
    ask()
    confirming.confirm(subscription=Subscription.objects.get())
    ask()

    assert (asked(), Subscription.objects.count()) == (1, 1)


def test_a_second_area_is_asked_about_too():
    ask()
    confirming.confirm(subscription=Subscription.objects.get())
    ask(code="16.06.02")

    assert (asked(), Contact.objects.count()) == (2, 1)
    assert Subscription.objects.filter(confirmed_at=None).get().code == "16.06.02"


@pytest.mark.parametrize("because", ["stopped", "left"])
def test_who_said_no_is_left_alone(because):
    ask()
    actions.end(contact=Contact.objects.get(), by=None, because=because)
    ask()
    assert asked() == 1

    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        ask()
    assert asked() == 2


def test_who_left_may_come_back_at_once():
    ask()
    confirming.confirm(subscription=Subscription.objects.get())
    actions.end(contact=Contact.objects.get(), by=None, because="left")
    ask()

    assert (asked(), Contact.objects.live().get().verified_at) == (2, None)


def test_a_volunteers_contact_is_not_touched():
    sari = Person.objects.create_person(name="Sari")
    own = actions.agree(person=sari, channel="email", address=SARI, source="form", by=None)
    ask()

    assert Contact.objects.exclude(recipient__person=sari).get().recipient_id != own.recipient_id
    assert not Subscription.objects.filter(recipient=own.recipient).exists()


def test_a_dated_form_confirms_a_volunteers_contact():
    signed = datetime(2026, 1, 2, tzinfo=UTC)
    sari = Person.objects.create_person(name="Sari")

    contact = actions.agree(person=sari, channel="email", address=SARI, source="form", by=None, given_at=signed)

    assert contact.verified_at == signed


def test_nothing_is_fanned_out_to_an_unconfirmed_contact():
    ask()
    recipient = Recipient.objects.get()
    dispatch = fakes.dispatch([recipient.pk])
    while fan_out.next_chunk():
        pass
    dispatch.refresh_from_db()

    assert (dispatch.excluded, Delivery.objects.filter(dispatch=dispatch).count()) == (1, 0)
    assert Delivery.objects.get().contact_id == Contact.objects.get().pk  # of the one that asks


def test_a_wrong_address_is_refused():
    with pytest.raises(BadAddress):
        subscribing.subscribe(channel="email", address="sari@", area=factories.get_area("16.06"))


def test_no_channel_takes_numbers():
    assert (subscribing.channel_of("0812"), subscribing.channel_of("a@b")) == (None, "email")


@pytest.mark.parametrize("wrong", ["", "1", "x-1", "1-0123456789abcdef0123", "٣-0123456789abcdef0123", "9" * 40])
def test_a_wrong_token_is_nobodys(wrong):
    ask()

    assert confirming.of_token(wrong) is None


def test_confirming_twice_or_too_late():
    ask()
    [subscription] = Subscription.objects.all()
    link = confirming.token(subscription.pk)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert confirming.of_token(link) is None
    confirming.confirm(subscription=subscription)

    assert confirming.confirm(subscription=confirming.of_token(link))
    assert Entry.objects.filter(action="subscription.confirmed").count() == 1


def test_who_ended_the_contact_cannot_confirm_it():
    ask()
    actions.end(contact=Contact.objects.get(), by=None, because="left")

    assert not confirming.confirm(subscription=Subscription.objects.get())


def test_what_nobody_confirmed_is_forgotten():
    ask()
    ask("budi@contoh.id")
    budi = Contact.objects.order_by("-pk").first()
    confirming.confirm(subscription=Subscription.objects.get(recipient=budi.recipient))
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
        ask("wati@contoh.id")
    Subscription.objects.exclude(recipient__contacts__in=Contact.objects.order_by("-pk")[:1]).update(
        asked_at=timezone.now() - timedelta(days=8)
    )
    Contact.objects.update(created_at=timezone.now() - timedelta(days=8))

    retention.forget()

    rows = Contact.objects.order_by("pk").values_list("ended_because", "address_index")
    assert [(because, index is None) for because, index in rows] == [("unconfirmed", True), ("", False), ("", False)]
    assert Subscription.objects.count() == 2
