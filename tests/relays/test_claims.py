"""What is read out of a few letters, and that nothing makes the reader stumble."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jembatan.relays.claims import LETTERS, Claim, bare_code, is_polite, mark_of, read, speaks_of_it

TEXTS = {
    "OK 12 MASJID 80": Claim(12, places=("loudspeaker",), people=80),
    "ok 12": Claim(12),
    "Ok, 12B papan.": Claim(12, "B", ("board",)),
    "OK 12 b wa 30": Claim(12, "B", ("whatsapp",), 30),
    "OK 12wa": Claim(12, places=("whatsapp",)),
    "sudah": Claim(),
    "Sudah pak 🙏": Claim(),
    "SUDAH.": Claim(),
    "sdh di grup WA dan papan": Claim(places=("whatsapp", "board")),
    "Sudah kami sampaikan di masjid, 80 orang": Claim(places=("loudspeaker",), people=80),
    "sudah 80 orang": Claim(people=80),
    "ok masjid": Claim(places=("loudspeaker",)),
    "Alhamdulillah saya sudah teruskan": Claim(),
    "ok sudah di papan": Claim(places=("board",)),
    "sudah semua": Claim(everything=True),
    "OK SEMUA": Claim(everything=True),
    "ok 12 semuanya di papan": Claim(12, places=("board",), everything=True),
    "sudah ke semua warga": Claim(),
    "sudah semua warga": Claim(),
    "ok ١٢": Claim(12),
    "ok 123456789012345678901234567890": Claim(0),
    "sudah masjid 12345678": Claim(places=("loudspeaker",)),
    "Sudah saya umumkan di masjid tadi": Claim(places=("loudspeaker",)),
    "sudah ya pak, di grup wa RT 3": Claim(places=("whatsapp",), plain=False),
    "OK 36 mesjid 80 org": Claim(36, places=("loudspeaker",), people=80),
    "sudah, 100 org": Claim(people=100),
    "sudah di share di wa": Claim(places=("whatsapp",)),
    "sudah kak semuanya": Claim(everything=True),
    "36 sudah": Claim(36),
    "Assalamualaikum pak, 36b sudah di mesjid": Claim(36, "B", ("loudspeaker",)),
    "OK 12 rame skali tadi": Claim(12, plain=False),
    "sudah, tadi jam 8 di masjid 80 orang": Claim(places=("loudspeaker",), people=80, plain=False),
    "sudah di 2 masjid": Claim(places=("loudspeaker",)),
    "sudah disampaikan ke jamaah subuh": Claim(plain=False),
}
NOTHING = [
    "", " ", "ok", "oke pak", "siap", "belum", "sudah belum", "sudah?", "ok 12 jam lagi", "sudah tidak berlaku",
    "12", "12A", "gabung 12-1-a", "OK 12 " + "masjid " * 40, "okay sudah nanti", "ok 12 belum",
    "belum sudah", "sudah saya tanya", "ok saya umumkan di masjid", "ok siap 12", "sudah 3 hari listrik mati",
    "Sudah seminggu jalan di depan masjid becek", "sudah komandante", "ok 12 gagal",
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim"), TEXTS.items())
def test_what_a_text_claims(text, claim):
    assert read(text) == claim


@pytest.mark.parametrize("text", NOTHING)
def test_what_claims_nothing(text):
    assert read(text) is None


def test_what_answers_our_message_is_about_it():
    answers = {text: read(text, answers=True) for text in ("sudah komandante", "sudah dimengerti", "ok komandante")}

    assert answers == {"sudah komandante": Claim(plain=False), "sudah dimengerti": None, "ok komandante": None}


@pytest.mark.parametrize("text", ["sudah belum?", "Belum sudah", "pagi pak, sudah saya tanya", "OK " + "siap " * 60])
def test_who_speaks_of_it_waits_for_an_answer(text):
    assert speaks_of_it(text)


@pytest.mark.parametrize("text", ["", "Jalan kami rusak", "terima kasih"])
def test_what_speaks_of_something_else(text):
    assert not speaks_of_it(text)


@given(
    st.text() | st.lists(st.sampled_from(["ok", "sudah", "12", "A", "masjid", "80", "?", "٣", "İ", "²"])).map(" ".join)
)
def test_no_text_makes_it_stumble(text):
    for reader in (read, bare_code):
        assert reader(text) is None or isinstance(reader(text), Claim)
    assert {is_polite(text), speaks_of_it(text)} <= {True, False}


SPACED = st.sampled_from(["", " ", "  "])


@given(st.integers(1, 999_999_999), st.integers(0, len(LETTERS) - 1) | st.none(), SPACED, st.booleans())
def test_every_code_that_is_printed_is_read_back(release, place, space, lower):
    mark = "" if place is None else mark_of(place)
    text = f"OK {release}{space}{mark} masjid 80"

    assert read(text.lower() if lower else text) == Claim(release, mark, ("loudspeaker",), 80)
    assert bare_code(f"{release}{space}{mark}") == Claim(release, mark)


def test_letters_are_told_apart():
    assert (LETTERS[:9], len(set(LETTERS)) == len(LETTERS), mark_of(len(LETTERS))) == (list("ABCDEFGHJ"), True, "")
    assert not {"WA", "KE", "KK"} & set(LETTERS)


@pytest.mark.parametrize("text", ["ok", "Siap pak", "terima kasih", "Oke, baik", "👍"])
def test_politeness_is_known(text):
    assert is_polite(text)


@pytest.mark.parametrize("text", ["besok bu?", "ok?", "jam berapa", "sudah"])
def test_other_words_are_no_politeness(text):
    assert not is_polite(text)
