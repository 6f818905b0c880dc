"""Finding a village as people write its name."""

import pytest

from jembatan.areas.finding import only_one, villages_named
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _villages(db):
    root = factories.area("16.06", "Musi Banyuasin")
    sekayu, toman = factories.area("16.06.01", "Sekayu", root), factories.area("16.06.06", "Babat Toman", root)
    for code, name, district in [
        ("16.06.01.2001", "Lumpatan", sekayu),
        ("16.06.01.2002", "Lumpatan II", sekayu),
        ("16.06.06.2001", "Toman Baru", toman),
        ("16.06.06.2002", "Toman", toman),
        ("16.06.06.2003", "Sereka", toman),
    ]:
        factories.area(code, name, district)


def names(text: str) -> list[str]:
    return [village.name for village in villages_named(text)[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sereka", ["Sereka"]),
        ("  sEREKA ", ["Sereka"]),
        ("desa sereka", ["Sereka"]),
        ("Kel. Sereka", ["Sereka"]),
        ("lumpatan", ["Lumpatan", "Lumpatan II"]),
        ("lumpatan ii", ["Lumpatan II"]),
        ("lumpatan sekayu", ["Lumpatan", "Lumpatan II"]),
        ("toman", ["Toman", "Toman Baru", "Sereka"]),  # the district's name comes last
        ("%", []),
        ("s", []),
        ("", []),
        ("desa", []),
    ],
)
def test_village_is_found_as_people_write_it(text, found):
    assert names(text) == found


def test_search_is_bounded_and_says_that_there_is_more():
    villages, more = villages_named("an", size=1)

    assert (len(villages), more) == (1, True)


def test_ended_village_is_not_found():
    village = factories.get_area("16.06.06.2003")
    village.valid_until = "2020-01-01"
    village.save()

    assert names("sereka") == []


@pytest.mark.parametrize(("text", "name"), [("sereka", "Sereka"), ("lumpatan", None), ("toman baru", "Toman Baru")])
def test_only_one_is_the_one_whose_own_name_it_is(text, name):
    one = only_one(villages_named(text)[0], text)

    assert (one.name if one else None) == name
