"""What the package of codes gives, as this product reads it."""

from collections import Counter

import pytest

from jembatan.areas.errors import AreaError
from jembatan.areas.loading import parent_code
from jembatan.areas.models import Kind, level_of
from jembatan.areas.upstream import Row, rows


def test_a_regency_comes_with_everything_below_parents_first() -> None:
    found = rows("16.06")

    assert found[0] == Row("16.06", Kind.REGENCY, "Musi Banyuasin")
    assert Counter(level_of(row.code) for row in found) == {2: 1, 3: 15, 4: 242}
    assert Counter(row.kind for row in found[16:]) == {Kind.DESA: 229, Kind.KELURAHAN: 13}


def test_all_indonesia_hangs_together_below_one_row() -> None:
    found = rows("0")

    seen: set[str] = set()
    for row in found:
        assert not seen or parent_code(row.code) in seen
        seen.add(row.code)
    assert found[0] == Row("0", Kind.NATION, "Indonesia")
    assert Counter(level_of(row.code) for row in found) == {0: 1, 1: 38, 2: 514, 3: 7285, 4: 83762}
    assert max(len(row.name) for row in found) <= 80


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("16", "Sumatera Selatan", Kind.PROVINCE),
        ("16.71", "Palembang", Kind.CITY),
        ("71.74", "Kotamobagu", Kind.CITY),
        ("31.71", "Kota Administrasi Jakarta Pusat", Kind.CITY),
        ("91.03.01", "Sentani", Kind.DISTRICT),
        ("91.03.01.3007", "Desa Adat Yoboi", Kind.DESA),
    ],
)
def test_names_go_without_their_kind(code: str, name: str, kind: Kind) -> None:
    top = rows(code)[0]

    assert (top.name, top.kind) == (name, kind)


def test_a_code_may_come_without_dots() -> None:
    assert rows("160601")[0].code == "16.06.01"


@pytest.mark.parametrize("code", ["99.99", "16.06.99", "abc", "00", "", "16.06.01.2001.1", "../x"])
def test_an_unknown_code_is_refused_in_one_sentence(code: str) -> None:
    with pytest.raises(AreaError, match="tidak dikenal"):
        rows(code)
