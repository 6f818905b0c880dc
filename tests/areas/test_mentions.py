"""Villages in people's sentences: which one is meant, and how sure that is."""

from datetime import date

import pytest

from jembatan.areas.mentions import best_mentions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _land():
    """Sukamaju in both districts; villages that are called like a word, like their district, like a part of another."""
    root = factories.area("16.06", "Contoh")
    lilin, sekayu = factories.area("16.06.01", "Air Lilin", root), factories.area("16.06.02", "Sekayu", root)
    for number, name in enumerate(["Sukamaju", "Tanjung Raya", "Tanjung", "Ma'rang"], 2001):
        factories.area(f"16.06.01.{number}", name, lilin)
    for number, name in enumerate(["Sukamaju", "Sekayu", "Baru", "Lilin", "Desa 01-2001"], 2001):
        factories.area(f"16.06.02.{number}", name, sekayu)


def seen(text: str) -> tuple[list[str], bool]:
    best = best_mentions(text)
    return [one.village.code[6:] for one in best], len(best) == 1 and best[0].sure


@pytest.mark.parametrize(
    ("text", "villages", "sure"),
    [
        ("Jalan di Sukamaju, kec. Sekayu, rusak", ["02.2001"], True),
        ("jalan desa sukamaju air lilin rusak", ["01.2001"], True),
        ("Jalan di Sukamaju rusak", ["01.2001", "02.2001"], False),
        ("Lampu mati di TANJUNG RAYA", ["01.2002"], True),
        ("Lampu mati di desa Tanjung", ["01.2003"], True),
        ("Lampu mati di Tanjung", ["01.2003"], False),
        ("jalan baru sudah retak", ["02.2003"], False),
        ("Puskesmas kecamatan Sekayu tutup", [], False),
        ("Puskesmas di kelurahan Sekayu tutup", ["02.2002"], True),
        ("Kantor kecamatan Air Lilin tutup", [], False),
        ("di desa ma'rang banjir", ["01.2004"], True),
        ("di Desa 01-2001 banjir", ["02.2005"], True),
        ("dari desa Tanjung Raya ke desa Baru putus", ["01.2002", "02.2003"], False),
        ("jalan baru di desa Tanjung Raya", ["01.2002"], True),
        ("Sukamajuan", [], False),
        ("", [], False),
    ],
)
def test_the_clearest_mention_wins(text, villages, sure):
    assert seen(text) == (villages, sure)


def test_the_same_number_of_queries_whatever_the_text(django_assert_num_queries):
    for text in ("desa Baru", "Jalan " * 3000 + "desa Baru dan desa Sukamaju di Sekayu"):
        with django_assert_num_queries(2):
            best_mentions(text)


def test_an_area_that_ended_is_not_found():
    baru = factories.get_area("16.06.02.2003")
    baru.valid_until = date(2020, 1, 1)
    baru.save()

    assert seen("desa Baru") == ([], False)
