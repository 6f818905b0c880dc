"""What changed, word by word."""

import time

from jembatan.releases.differences import ADDED, GONE, SAME, Part, paragraphs, words


def test_words_mark_only_what_changed():
    assert words("Datang hari Senin pagi", "Datang hari Selasa pagi") == [
        Part(SAME, "Datang hari "),
        Part(GONE, "Senin"),
        Part(ADDED, "Selasa"),
        Part(SAME, " pagi"),
    ]


def test_both_texts_can_be_read_from_the_parts():
    old, new = "satu dua  tiga\nempat", "satu tiga lima\nempat enam"
    parts = words(old, new)

    assert "".join(p.text for p in parts if p.kind != ADDED) == old
    assert "".join(p.text for p in parts if p.kind != GONE) == new


def test_paragraphs_that_stayed_are_left_out():
    changed = list(paragraphs("Awal.\n\nTengah.\n\nAkhir.", "Awal.\n\nTengah baru.\n\nAkhir."))

    assert changed == [[Part(GONE, "Tengah."), Part(ADDED, "Tengah baru.")]]


def test_long_texts_are_compared_at_once():
    old = " ".join(f"kata{n}" for n in range(20_000))
    start = time.perf_counter()

    parts = words(old, old[::-1])

    assert [part.kind for part in parts] == [GONE, ADDED]
    assert time.perf_counter() - start < 1
