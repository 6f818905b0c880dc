"""How long an SMS is: against a plain, slow counting of what the network does (3GPP TS 23.038 and 23.040)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jembatan.messages.channels.sms.length import ALPHABET, BASIC, EXTENDED, Size, fit, measure, shorten

GSM = st.text(st.sampled_from(sorted(ALPHABET)), max_size=700)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def slowly(text: str) -> Size:
    """Each character with its places; joined messages have room for 7 septets or 3 UTF-16 units less."""
    gsm = all(letter in ALPHABET for letter in text)
    places = [1 + (letter in EXTENDED if gsm else len(letter.encode("utf-16-be")) == 4) for letter in text]
    alone, joined = (160, 153) if gsm else (70, 67)
    parts = [0]
    for takes in places:
        if parts[-1] + takes > joined:
            parts.append(0)
        parts[-1] += takes
    return Size("GSM-7" if gsm else "UCS-2", sum(places), 1 if sum(places) <= alone else len(parts))


@given(GSM | ANY)
def test_measure_counts_what_the_network_counts(text):
    assert measure(text) == slowly(text)


@pytest.mark.parametrize(
    ("text", "encoding", "characters", "parts"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("a" * 159 + "€", "GSM-7", 161, 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),  # the € may not be cut in two, so 305 places are the most
        ("ع" * 70, "UCS-2", 70, 1),
        ("ع" * 71, "UCS-2", 71, 2),
        ("ع" * 134, "UCS-2", 134, 2),
        ("ع" * 135, "UCS-2", 135, 3),
        ("😀" * 35, "UCS-2", 70, 1),
        ("ع" * 66 + "😀" + "ع" * 66, "UCS-2", 134, 3),
    ],
)
def test_measure_at_the_edges(text, encoding, characters, parts):
    assert measure(text) == Size(encoding, characters, parts)


def test_alphabet_has_its_128_places():
    assert (len(set(BASIC)), len(set(EXTENDED))) == (127, 10)  # the 128th is the escape to the second table


@given(GSM)
def test_what_fits_is_left_alone(text):
    assert fit(text) == text.replace("\r\n", "\n")


@given(ANY)
def test_fit_never_costs_more_and_is_done_once(text):
    fitted = fit(text)

    assert fit(fitted) == fitted
    assert measure(fitted).parts <= measure(text).parts or "…" in text


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("“Awas” – banjir… ‘cepat’", "\"Awas\" - banjir... 'cepat'"),
        ("Pukul\u00a007.00\u200b", "Pukul 07.00"),
        ("Tĕrima kasih, Ŵ", "Terima kasih, W"),
        ("e\u0301", "é"),
        ("مرحبا “dunia”", "مرحبا “dunia”"),  # Arabic makes it UCS-2 anyway, so nothing is gained
    ],
)
def test_fit_writes_as_typed(typed, sent):
    assert fit(typed) == sent


@given(GSM | ANY, st.integers(1, 4))
def test_shorten_keeps_within_the_parts(text, parts):
    short = shorten(text, parts)

    assert measure(short).parts <= parts
    assert text.startswith(short.removesuffix("..."))
    assert short.endswith("...")


def test_shorten_ends_with_a_whole_word():
    assert shorten("kata " * 40, 1) == ("kata " * 31).rstrip() + "..."
    assert shorten("k" * 200, 1) == "k" * 157 + "..."
