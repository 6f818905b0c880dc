"""Any two versions beside each other, and the lines and words that changed."""

import pytest

from jembatan.desk.releases.differences import CHANGED, blocks
from jembatan.releases import actions
from jembatan.releases.differences import ADDED, GONE, SAME
from tests import factories


@pytest.fixture
def three(town):
    release = factories.release(town.sari, title="Satu")
    actions.revise(release=release, base=1, content=factories.content(title="Dua"), by=town.sari)
    actions.revise(release=release, base=2, content=factories.content(title="Tiga"), by=town.budi)
    return release


@pytest.mark.parametrize(
    ("query", "pair"),
    [
        ("", (2, 3)),
        ("?dari=1&ke=3", (1, 3)),
        ("?dari=3&ke=1", (3, 1)),
        ("?ke=2", (1, 2)),
        ("?dari=2&ke=2", (2, 2)),
        ("?dari=9&ke=x", (2, 3)),
        ("?dari=%F0%9F%98%80&ke=²", (2, 3)),
    ],
)
def test_versions_are_chosen_by_number(town, as_, three, query, pair):
    answer = as_(town.sari).get(f"/meja/rilis/{three.pk}/versi/{query}")

    assert (answer.context["older"], answer.context["newer"]) == pair


def test_only_version_is_shown_whole(town, as_):
    answer = as_(town.sari).get(f"/meja/rilis/{factories.release(town.sari).pk}/versi/")

    assert "<h2>Yang dibawa</h2>" in answer.content.decode()


def kinds(before, after):
    return [(block.kind, [(part.kind, part.text) for part in block.parts]) for block in blocks(before, after)]


def test_blocks_keep_all_of_the_text_in_order():
    before, after = "Tetap\n\nLama sekali\nAkhir", "Baru\nTetap\n\nBaru sekali\nAkhir\nTambahan"

    assert kinds(before, after) == [
        (ADDED, [(ADDED, "Baru")]),
        (SAME, [(SAME, "Tetap")]),
        (CHANGED, [(GONE, "Lama"), (ADDED, "Baru"), (SAME, " sekali")]),
        (SAME, [(SAME, "Akhir")]),
        (ADDED, [(ADDED, "Tambahan")]),
    ]


def test_line_that_is_gone_is_its_own_block():
    assert kinds("Satu\nDua\nTiga", "Satu\nTiga") == [
        (SAME, [(SAME, "Satu")]),
        (GONE, [(GONE, "Dua")]),
        (SAME, [(SAME, "Tiga")]),
    ]


def test_same_text_is_one_block():
    assert kinds("a\n\nb", "a\n\nb") == [(SAME, [(SAME, "a\n\nb")])]


def test_nothing_against_nothing_is_nothing():
    assert kinds("", "") == []
