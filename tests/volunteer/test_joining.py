"""Getting tasks on the telephone is offered to whoever signed in, and leads to the volunteer's own contact."""

import re
from datetime import UTC, datetime

import pytest

from jembatan.messages import actions, inbound
from jembatan.messages.hearing import Heard, Said
from jembatan.messages.models import Contact
from tests import factories
from tests.messages.contract import sms, telegram, whatsapp

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def page(phone, release, siti):
    phone.force_login(siti, backend=BACKEND)

    def text() -> str:
        return phone.get("/tugas/").content.decode()

    return text


def test_nothing_is_offered_where_nothing_is_set_up(page):
    assert "Terima tugas di HP" not in page()


def test_the_bot_binds_whoever_opens_its_link(page, siti, settings, tmp_path):
    with telegram.provider(settings, tmp_path):
        [token] = re.findall(r'href="https://t\.me/JembatanBot\?start=([\w-]{1,64})"', page())
        inbound.take("telegram", Heard(said=[Said("71000001", f"/start {token}", "m-1", datetime.now(UTC))]))
        inbound.look()
        after = page()

    assert Contact.objects.get(channel="telegram").recipient.person == siti
    assert "Terima tugas di HP" not in after


@pytest.mark.parametrize("how", [(sms, "sms", "SMS"), (whatsapp, "whatsapp", "WhatsApp")], ids=["sms", "whatsapp"])
def test_the_words_for_sms_and_whatsapp_bind_the_number(page, siti, settings, tmp_path, how):
    case, kind, name = how
    with case.provider(settings, tmp_path):
        html = page()
        [words] = re.findall(r'value="(GABUNG [\w-]+)"', html)
        inbound.take(kind, Heard(said=[Said("+6281299990000", words, "m-1", datetime.now(UTC))]))
        inbound.look()

    assert f"Untuk menerima lewat {name}, kirim pesan ini dari HP Anda ke nomor {name} kantor:" in html
    assert Contact.objects.get(channel=kind).recipient.person == siti


def test_a_number_that_takes_no_answers_offers_nothing(page, settings, tmp_path):
    with sms.provider(settings, tmp_path, FROM="", MESSAGE=""):
        assert "GABUNG" not in page()


def test_the_gateways_number_is_told_where_it_is_one(page, settings, tmp_path):
    with sms.provider(settings, tmp_path, SENDER="0812999000"):
        assert "kirim pesan ini dari HP Anda ke 0812999000:" in page()


def test_who_has_it_already_is_not_asked_again(page, siti, settings, tmp_path):
    with telegram.provider(settings, tmp_path):
        actions.agree(person=siti, channel="telegram", address="71000001", source="test", by=None)

        assert "t.me" not in page()


def test_a_link_that_was_passed_on_leads_to_no_code(phone, link, release, settings, tmp_path):
    """Whoever has the code gets all messages of its person; a personal link is good for one relay only."""
    with telegram.provider(settings, tmp_path):
        phone.get(link)
        html = phone.get("/tugas/").content.decode()

    assert ("Posyandu" in html, "t.me" in html, "GABUNG" in html) == (True, False, False)


def test_who_was_never_asked_is_offered_nothing(phone, release, settings, tmp_path):
    phone.force_login(factories.person(), backend=BACKEND)
    with telegram.provider(settings, tmp_path):
        assert "t.me" not in phone.get("/tugas/").content.decode()
