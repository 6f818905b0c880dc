"""A citizen says something on a phone: four taps and one field, light, with JavaScript or without, on any signal."""

from typing import Any

import pytest
from playwright.sync_api import Page

from jembatan.public.voices import tickets
from jembatan.voices import answering, handling, moderating
from jembatan.voices.models import Voice
from tests.browser.conftest import Open
from tests.voices import voices

FORM = f"/suara/sampaikan/?wilayah={voices.VILLAGE}"
TEXT = "Jalan di depan SD berlubang dalam, anak-anak jatuh."


@pytest.fixture
def home(site: str) -> voices.House:
    return voices.house()


def write(page: Page, text: str = TEXT) -> None:
    page.get_by_label("Apa yang ingin Anda sampaikan?").fill(text)


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim").click()
    page.get_by_role("heading", name="Laporan Anda sudah kami terima").wait_for()


@pytest.mark.parametrize(("javascript", "state"), [(True, "new"), (False, "held")], ids=["with", "without"])
def test_four_taps_and_one_field(home: voices.House, open_page: Open, javascript: bool, state: str) -> None:
    page = open_page("/", javascript=javascript)

    page.get_by_role("link", name="Sampaikan keluhan").click()
    page.get_by_role("link", name="Kecamatan 01").click()
    page.get_by_role("link", name="Desa 01-2001").click()
    write(page)
    send(page)

    voice = Voice.objects.get()
    assert (voice.state, voice.area_code, voice.original, voice.anonymous) == (state, voices.VILLAGE, TEXT, True)
    page.get_by_role("link", name="Buka laporan saya").click()
    assert (
        page.get_by_role("heading", name="Laporan").first.inner_text() == f"Laporan {voice.code[:4]} {voice.code[4:]}"
    )


def test_the_first_visit_of_the_form_is_light(home: voices.House, site: str, open_page: Open) -> None:
    page = open_page("/tentang/")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    wire = page.context.new_cdp_session(page)
    sizes: dict[str, float] = {}
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.loadingFinished", lambda done: sizes.update({done["requestId"]: done["encodedDataLength"]}))

    page.goto(site + FORM, wait_until="networkidle")

    assert 2_000 < sum(sizes.values()) <= 20_000
    assert 1 < max(len(sizes), len(set(asked))) <= 5


def test_what_is_like_it_comes_while_it_is_written(home: voices.House, open_page: Open) -> None:
    other = voices.verified(home)
    moderating.decide(voice=other, shown="village", text="Jalan depan SD berlubang", by=home.dewi, seen=2)
    page = open_page(FORM)

    write(page)
    page.get_by_text("Ada laporan yang mirip").wait_for()
    send(page)

    assert Voice.objects.count() == 2


@pytest.mark.parametrize(
    ("button", "then", "supporters"),
    [
        ("Saya juga", "Dukungan Anda tercatat", [1]),
        ("Berbeda, kirim laporan saya", "Laporan Anda sudah kami terima", [0, 0]),
    ],
)
def test_without_javascript_it_is_one_page_more(
    home: voices.House, open_page: Open, button: str, then: str, supporters: list[int]
) -> None:
    other = voices.verified(home)
    moderating.decide(voice=other, shown="village", text="Jalan depan SD berlubang", by=home.dewi, seen=2)
    page = open_page(FORM, javascript=False)
    write(page)
    page.get_by_role("button", name="Kirim").click()

    page.get_by_role("button", name=button).click()

    page.get_by_role("heading", name=then).wait_for()
    assert [voice.supporters for voice in Voice.objects.order_by("pk")] == supporters


def test_whoever_is_faster_than_the_work_waits_for_it(
    home: voices.House, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "BITS", 19)
    page = open_page(FORM)

    write(page)
    send(page)

    assert Voice.objects.get().state in {"new", "held"}  # a slow machine gives up after eight seconds


def test_the_place_of_the_telephone(home: voices.House, open_page: Open, site: str) -> None:
    here = {"latitude": -2.88, "longitude": 104.5}
    page = open_page(FORM, geolocation=here, permissions=["geolocation"])

    page.get_by_text("Tempat yang lebih tepat").click()
    page.get_by_role("button", name="Gunakan lokasi saya").click()
    page.get_by_text("Lokasi terisi.").wait_for()
    write(page)
    send(page)

    voice = Voice.objects.get()
    assert (voice.latitude, voice.longitude) == (-2.88, 104.5)


def test_a_reporter_walks_to_the_end(home: voices.House, open_page: Open, site: str) -> None:
    page = open_page(FORM, javascript=False)
    write(page)
    send(page)
    secret: Any = page.locator("input[name=rahasia]").get_attribute("value")
    voice = Voice.objects.get()
    handling.admit(voice=voice, by=home.dewi, seen=1)
    handling.verify(voice=voice, kind="complaint", topic=home.road, area=voice.area, by=home.dewi, seen=2)
    handling.forward(voice=voice, office=home.works, by=home.dewi, seen=3)
    handling.ask(voice=voice, question="Di RT berapa?", by=home.budi, seen=4)

    page.goto(f"{site}/suara/lacak/")
    page.get_by_label("Kode lacak").fill(voice.code.lower())
    page.get_by_label("Kata rahasia").fill(f"{secret[:4]} {secret[4:]}".lower())
    page.get_by_role("button", name="Buka laporan saya").click()
    page.get_by_label("Jawaban Anda").fill("RT 03")
    page.get_by_role("button", name="Kirim jawaban").click()
    page.get_by_text("Anda menambahkan keterangan").wait_for()
    voice.refresh_from_db()
    answering.answer(voice=voice, text="Sudah ditambal.", by=home.budi, seen=voice.version)
    page.reload()
    page.get_by_role("button", name="Ya, selesai").click()

    page.get_by_text("Anda menutup laporan ini").wait_for()
    voice.refresh_from_db()
    assert (voice.state, voice.helped) == ("closed", True)


def test_photos_too_large_for_one_request_cost_no_word(home: voices.House, open_page: Open, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 150_000
    page = open_page(FORM)
    write(page)

    page.get_by_label("Foto").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 60_000})
    page.get_by_role("button", name="Kirim").click()
    page.wait_for_timeout(500)

    assert page.get_by_label("Apa yang ingin Anda sampaikan?").input_value() == TEXT
    assert page.get_by_label("Foto").evaluate("e => e.validationMessage").startswith("Foto-foto ini terlalu besar")
    assert Voice.objects.count() == 0
