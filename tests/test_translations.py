"""Every text has its English, with the same placeholders; nothing is left over; no page under /en/ mixes the two."""

import re
import sys
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jembatan.relays.models import Question
from jembatan.releases.actions import Content
from jembatan.releases.models import Campaign
from tests import factories
from tests.access_world import NOBODY, World, build
from tests.test_access import ROWS, Row, _address

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from messages import collect, found  # noqa: E402

# %(name)s, %d, {name} and HTML tags must come out of a translation as they went in.
HOLDERS = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|</?[a-z][^>]*>")

# Words that nearly every Indonesian sentence or button has, and that neither English nor a proper name has.
TELLTALE = (
    "ada adalah agar akan anda atau bagi baca baru belum bila bisa boleh buka cari dalam dan dari daftar "
    "dengan di dulu hapus hari harus ini itu jadi jam jangan juga kalau kami karena ke keluar kembali kirim "
    "kosong lagi lain lalu lebih lewat lihat masuk menit menunggu nama oleh orang pada perlu pilih rilis salin "
    "sampai saya sebelum sejak semua setiap simpan sudah supaya tambah telepon tentang terbit teruskan "
    "diteruskan tidak tulis ubah untuk waktu warga wilayah yang"
)
INDONESIAN = re.compile(rf"\b(?:{TELLTALE.replace(' ', '|')})\b", re.IGNORECASE)
NAMES = re.compile(r"Bahasa Indonesia|Wilayah \d+|Orang \d+")  # the other language, and what the factories call things
# What a reader meets: text, and the attributes that are read out or shown. Not code, not addresses, nor a message
# to copy for somebody else or to read aloud: that is in the language of its release.
UNREAD = re.compile(
    r"<(script|style|code)\b.*?</\1>|<textarea [^>]*readonly>.*?</textarea>|<div class=\"said\".*?</div>"
    r"|https?://[^\"<]+",
    re.DOTALL,
)
SPOKEN = re.compile(r'\b(?:alt|aria-label|content|data-done|data-label|placeholder|title)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
LEAVES = re.compile(r'<a [^>]*href="(/(?!en/|static/|media/)[^"]*)"(?! lang="id" hreflang="id")')


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (ROOT / "jembatan/locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def texts() -> Catalog:
    """What stands in the code and the templates today."""
    return collect()


def forms(value: object) -> list[str]:
    return list(value) if isinstance(value, tuple | list) else [str(value or "")]


def key(message: Message) -> tuple[str, str]:
    return forms(message.id)[0], message.context or ""


def holders(text: str) -> list[str]:
    return sorted(HOLDERS.findall(text))


def test_every_text_has_its_english(texts: Catalog, english: Catalog) -> None:
    translated = {key(message) for message in english if message.id and all(forms(message.string))}

    missing = sorted({key(message) for message in texts if message.id} - translated)

    assert missing == []


def test_no_english_is_left_over(texts: Catalog, english: Catalog) -> None:
    used = {key(message) for message in texts if message.id}

    assert sorted({key(message) for message in english if message.id} - used) == []


def test_placeholders_are_those_of_the_original(english: Catalog) -> None:
    wrong = [
        (forms(message.id)[0], translation)
        for message in english
        if message.id
        for translation in forms(message.string)
        if holders(translation) not in [holders(form) for form in forms(message.id)]
    ]

    assert wrong == []


def test_a_text_with_a_plural_is_never_asked_for_without_its_number() -> None:
    """Indonesian shows no difference; English would say "5 hour"."""
    asked = [message for _, _, message, _, _ in found()]
    counted = {message[0] for message in asked if isinstance(message, tuple)}

    assert sorted(counted & {message for message in asked if isinstance(message, str)}) == []


def test_what_is_looked_for_would_be_found() -> None:
    page = '<p lang="id">Belum ada</p><a title="Simpan" href="/rilis/">Save</a><code>jam</code>'

    assert indonesian(page) == ["Simpan", "Belum", "ada"]
    assert holders("%(a)s <b>x</b> {n} %d") == ["%(a)s", "%d", "</b>", "<b>", "{n}"]


def indonesian(page: str) -> list[str]:
    """The tell-tale words among those that a reader meets."""
    page = UNREAD.sub(" ", page)
    words = " | ".join([*SPOKEN.findall(page), TAG.sub(" ", page)])
    return INDONESIAN.findall(NAMES.sub(" ", unescape(words)))


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world of the table of access; what people wrote in it is in no language at all."""
    said = Content(title="Xxxx", short="Xxxx xxx.", body="Xxxx xxxx.", targets=["16.06"])
    monkeypatch.setattr(factories, "content", lambda: said)
    made = build()
    Campaign.objects.update(name="Xxxx")
    Question.objects.update(text="Xxxx?")
    return made


def client_of(world: World, name: str) -> Client:
    client = Client()
    if person := world.people[name]:
        client.force_login(person)
    return client


def test_workroom_in_english_is_english(world: World) -> None:
    rows = [row for row in ROWS if row.get and not row.only_post and row.route != "desk:components"]

    mixed = {
        f"{row.route} as {name}": words for row in rows for name in readers(row) if (words := met(world, row, name))
    }

    assert mixed == {
        "desk:import as admin": ["nama", "telepon", "telepon", "tidak"]
    }  # what to write in the file, letter by letter


def readers(row: Row) -> list[str]:
    """The first page shows each role something else; the others show more or less of the same."""
    return row.get.split() if row.route == "desk:home" else row.get.split()[:1]


def met(world: World, row: Row, name: str) -> list[str]:
    with translation.override("en"):
        address = _address(world, row)
    response = client_of(world, name).get(address)
    assert address.startswith("/en/meja/")
    page = response.content.decode() if response.headers["Content-Type"].startswith("text/html") else ""
    for close in response._resource_closers:  # of a file
        close()
    return indonesian(page) + LEAVES.findall(page)


def test_public_and_volunteer_pages_in_english_are_english(world: World) -> None:
    with translation.override("en"):
        addresses = [reverse(name, args=[world.things[arg] for arg in args]) for name, *args in PAGES]
        addresses += [reverse(name, args=[world.things["release"].pk]) for name in OF_A_RELEASE]
    client = client_of(world, NOBODY)

    pages = {at: client.get(at, follow=True).content.decode() for at in addresses}

    assert {at: words for at, page in pages.items() if (words := indonesian(page))} == {}
    assert {at: leads for at, page in pages.items() if (leads := LEAVES.findall(page))} == {}


PAGES = [("public:home",), ("public:about",), ("public:releases",), ("public:reach_index",), ("public:areas",)]
PAGES += [("public:area", "code here"), ("public:area", "district here"), ("public:groups",), ("account_login",)]
PAGES += [("account_login_password",), ("link_sent",), ("public:shared", "share"), ("volunteer:overview",)]
PAGES += [("volunteer:relay", "token"), ("volunteer:aloud", "token"), ("volunteer:thanks", "token")]
OF_A_RELEASE = ["public:release_by_number", "public:versions", "public:reach"]
