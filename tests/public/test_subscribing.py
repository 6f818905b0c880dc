"""The page where citizens ask for releases, and the link that confirms it."""

import pytest
from django.core.cache import cache
from django.test import Client

from jembatan.areas.models import Area
from jembatan.messages import actions, confirming, engine
from jembatan.messages import subscribing as asking
from jembatan.messages.models import Contact, Dispatch, Subscription
from jembatan.public import subscribing
from tests.messages.contract import sms as sms_case

pytestmark = pytest.mark.django_db
VILLAGE = "16.06.01.2001"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def ask(address: str = "sari@contoh.id", code: str = VILLAGE, setuju: str = "on", client: Client | None = None):
    said = {"wilayah": code, "alamat": address} | ({"setuju": setuju} if setuju else {})
    return (client or Client(enforce_csrf_checks=True)).post("/langganan/", said)


def test_the_area_is_chosen_first(root, citizen):
    found = citizen.get("/langganan/", {"desa": "Desa 01-2002"}).content.decode()

    assert '<a href="/langganan/?wilayah=16.06.01.2002">' in found
    assert '<a href="/langganan/?wilayah=16.06">' in found


@pytest.mark.parametrize("address", ["/langganan/", f"/langganan/?wilayah={VILLAGE}", "/langganan/terkirim/"])
def test_the_pages_are_small_and_kept_for_everyone(root, citizen, address):
    response = citizen.get(address)

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "public, max-age=60")
    assert len(response.content) < 20_000
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("code", ["16.07", "x", "16.06.01.2001.1", "'", "16\x0006"])
def test_an_unknown_area_is_not_found(root, citizen, code):
    assert citizen.get("/langganan/", {"wilayah": code}).status_code == 404
    assert ask(code=code).status_code == 404


def test_asking_sends_one_question(root, mailoutbox):
    response = ask()
    engine.run_dry()

    assert (response.status_code, response.headers["Location"]) == (302, "/langganan/terkirim/")
    assert [letter.to for letter in mailoutbox] == [["sari@contoh.id"]]


def test_the_answer_is_the_same_for_a_known_address(root):
    ask()
    confirming.confirm(subscription=Subscription.objects.get())

    again = ask()

    assert (again.status_code, Dispatch.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    ("address", "setuju", "said"),
    [
        ("sari@contoh.id", "", "Centang dulu bila Anda setuju."),
        ("sari@", "on", "Alamat e-mail “sari@” tidak benar."),
        ("0812-3456-7890", "on", "Untuk saat ini hanya lewat e-mail."),
        ("", "on", "Bidang ini tidak boleh kosong."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(root, address, setuju, said):
    response = ask(address, setuju=setuju)

    assert (response.status_code, response.headers["Cache-Control"], Contact.objects.count()) == (422, "no-store", 0)
    assert said in response.content.decode()
    assert f'value="{address}"' in response.content.decode() or not address


def test_a_number_where_sms_is_set_up(root, settings, tmp_path, citizen):
    with sms_case.provider(settings, tmp_path):
        page = citizen.get("/langganan/", {"wilayah": VILLAGE}).content.decode()
        assert ask("0812-3456-7890").status_code == 302

    assert "Alamat e-mail atau nomor HP" in page
    assert Contact.objects.get().channel == "sms"


def test_one_network_does_not_ask_without_end(root):
    answers = [ask(f"warga{n}@contoh.id").status_code for n in range(subscribing.AT_MOST + 2)]

    assert answers == [302] * subscribing.AT_MOST + [429] * 2


def test_where_many_numbers_wait_for_an_answer_no_more_are_asked(root, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "UNANSWERED", 0)
    with sms_case.provider(settings, tmp_path):
        busy = ask("0812-3456-7890")

    assert (busy.status_code, busy.headers["Cache-Control"], Contact.objects.count()) == (429, "no-store", 0)
    assert "Coba lagi satu jam lagi, atau pakai alamat e-mail." in busy.content.decode()


def test_looking_at_the_link_confirms_nothing_and_pressing_does(root):
    ask()
    path = f"/langganan/{confirming.token(Subscription.objects.get().pk)}/"
    seen = Client().get(path)
    before = Contact.objects.get().verified_at
    pressed = Client(enforce_csrf_checks=True).post(path)

    assert (seen.status_code, before, pressed.status_code) == (200, None, 200)
    assert "Terima rilis untuk Desa 01-2001?" in seen.content.decode()
    assert "Anda berlangganan" in pressed.content.decode()
    assert Contact.objects.get().verified_at is not None


def test_a_dead_link_says_so(root):
    ask()
    actions.end(contact=Contact.objects.get(), by=None, because="left")
    path = f"/langganan/{confirming.token(Subscription.objects.get().pk)}/"

    assert [Client().post(path).status_code, Client().get("/langganan/1-abc/").status_code] == [410, 410]


def test_leaving_speaks_to_a_citizen(root):
    ask()
    [contact] = Contact.objects.all()
    path = actions.addresses.leave_path(contact.pk)
    page = Client().get(path).content.decode()
    Client().post(path)

    contact.refresh_from_db()
    assert "kami tidak mengirim rilis lagi" in page
    assert "KIM tidak berubah" not in page
    assert contact.ended_because == "left"


def test_the_page_of_an_area_leads_here(root, citizen):
    page = citizen.get(f"/wilayah/{VILLAGE}/").content.decode()

    assert f'href="/langganan/?wilayah={VILLAGE}"' in page


def test_a_subscription_of_an_area_that_is_no_more(root):
    ask()
    Area.objects.filter(code=VILLAGE).update(valid_until="2026-01-01")
    path = f"/langganan/{confirming.token(Subscription.objects.get().pk)}/"

    assert Client().get(path).status_code == 200
