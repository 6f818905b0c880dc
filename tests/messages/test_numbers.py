"""What a number is used for: WhatsApp and SMS in an order, or calls only."""

from datetime import UTC, datetime

import pytest

from jembatan.keyring import unseal
from jembatan.messages import actions, contacts, numbers, offers
from jembatan.messages.models import Consent, Contact
from jembatan.people.models import Person
from tests import factories
from tests.messages import contract

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "+6281234567890", "+6281311112222"
FORM = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def set_up(settings, tmp_path):
    """WhatsApp and SMS are set up here."""
    whatsapp, sms = contract.load("whatsapp"), contract.load("sms")
    with whatsapp.provider(settings, tmp_path), sms.provider(settings, tmp_path):
        yield


@pytest.fixture
def siti(db) -> Person:
    factories.regency()
    return factories.volunteer(factories.group("16.06.01.2001"), email="siti@contoh.id", phone=NUMBER, name="Siti")


@pytest.fixture
def admin(siti) -> Person:
    return factories.person()


def reached(person: Person) -> list[tuple[str, str]]:
    live = Contact.objects.live().filter(recipient__person=person, address__isnull=False).order_by("position", "pk")
    return [(contact.channel, unseal(contact.address)) for contact in live]


def use(person: Person, kinds: list[str] | None, by: Person, number: str = "") -> bool:
    return numbers.use(person=person, kinds=kinds, number=number, source="formulir", given_at=FORM, by=by)


def test_only_what_is_set_up_can_be_chosen(settings):
    assert [way for way, _label in numbers.ways()] == ["phone"]


def test_both_can_be_chosen_in_either_order(set_up):
    assert [way for way, _label in numbers.ways()] == ["whatsapp sms", "whatsapp", "sms whatsapp", "sms", "phone"]


def test_a_signed_form_opens_whatsapp_and_sms_in_its_order(set_up, siti, admin):
    use(siti, ["sms", "whatsapp"], admin)

    assert reached(siti) == [("sms", NUMBER), ("whatsapp", NUMBER), ("email", "siti@contoh.id"), ("phone", NUMBER)]
    said = Consent.objects.filter(contact__channel="whatsapp").values_list("source", "given_at", "contact__verified_at")
    assert list(said) == [("formulir", FORM, FORM)]


def test_calls_only_takes_the_others_away_and_they_may_come_back(set_up, siti, admin):
    use(siti, ["whatsapp", "sms"], admin)

    use(siti, [], admin)

    assert reached(siti) == [("email", "siti@contoh.id"), ("phone", NUMBER)]
    assert set(Contact.objects.exclude(ended_at=None).values_list("ended_because", flat=True)) == {contacts.REPLACED}


def test_what_was_sent_to_the_old_number_follows_to_the_new_one(set_up, siti, admin):
    use(siti, ["whatsapp"], admin)

    use(siti, None, admin, number=OTHER)

    assert reached(siti) == [("whatsapp", OTHER), ("email", "siti@contoh.id"), ("phone", OTHER)]


def test_a_telephone_that_joined_by_itself_stays(set_up, siti, admin):
    actions.agree(person=siti, channel="whatsapp", address="+6285555555555", source="whatsapp", by=None)

    use(siti, None, admin, number=OTHER)

    assert dict(reached(siti))["whatsapp"] == "+6285555555555"


def test_without_a_number_nothing_is_opened(set_up, siti, admin):
    Contact.objects.filter(channel="phone").delete()

    assert (use(siti, ["whatsapp"], admin), reached(siti)) == (False, [("email", "siti@contoh.id")])


def test_another_contact_is_tried_first(set_up, siti, admin):
    use(siti, ["whatsapp", "sms"], admin)

    numbers.prefer(contact=Contact.objects.get(channel="email"), by=admin)

    assert [channel for channel, _address in reached(siti)] == ["email", "whatsapp", "sms", "phone"]


def test_what_is_handed_on_to_join(set_up, siti):
    offer = offers.offer(actions.recipient_of(siti))

    assert (offer.by, offer.words.startswith("GABUNG "), offer.telegram) == ("WhatsApp atau SMS", True, "")
