"""The sender of an e-mail can be anybody: only an answer to a message of ours counts."""

import pytest
from django.utils import timezone

from jembatan.keyring import mac, seal
from jembatan.messages import engine, inbound
from jembatan.messages.models import Attempt, Contact, Inbound
from jembatan.relays.models import Hop, HopKind
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(settings, tmp_path) -> Contact:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    factories.regency()
    siti = factories.volunteer(factories.group("16.06.01.2001"), name="Siti Aminah", email="siti@contoh.id")
    factories.published()
    engine.run_dry()
    return Contact.objects.get(recipient__person=siti, channel="email")


def writes(text: str, in_reply_to: str | None) -> int:
    """How many claims there are after an e-mail in Siti's name."""
    address = "siti@contoh.id"
    Inbound.objects.create(
        channel="email", provider_id=f"m-{in_reply_to}", address=seal(address), address_index=mac("contact", address),
        text=seal(text), in_reply_to=in_reply_to, at=timezone.now(),
    )  # fmt: skip
    while inbound.look():
        pass
    return Hop.objects.filter(kind=HopKind.RELAYED).count()


@pytest.mark.parametrize("text", ["sudah", "OK 1 MASJID 80", "sudah semua"])
def test_an_email_in_somebodys_name_claims_nothing(contact, text):
    assert writes(text, None) == 0
    assert writes(text, "<dikarang@contoh.id>") == 0


def test_an_answer_to_our_message_counts(contact):
    ours = Attempt.objects.filter(channel="email").get().provider_id

    assert writes("sudah", ours) == 1
