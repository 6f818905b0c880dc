"""Filling an empty installation: everything or nothing."""

import pytest

from jembatan.areas.errors import AreaError
from jembatan.areas.loading import load
from jembatan.areas.models import Area, Kind
from jembatan.areas.upstream import Row
from jembatan.audit.models import Entry
from tests.areas.conftest import ROWS


def test_load_makes_the_tree(contoh: Area) -> None:
    found = list(
        Area.objects.order_by("level", "code").values_list("code", "parent__code", "level", "name", "postal_code")
    )

    assert found == [
        ("16.06", None, 2, "Contoh", ""),
        ("16.06.01", "16.06", 3, "Hulu", ""),
        ("16.06.02", "16.06", 3, "Hilir", ""),
        ("16.06.01.1001", "16.06.01", 4, "Pasar", "30711"),
        ("16.06.01.2001", "16.06.01", 4, "Lubuk", "30712"),
        ("16.06.02.2001", "16.06.02", 4, "Tebing", "30713"),
    ]
    assert contoh == Area.objects.root()


def test_load_is_on_record(contoh: Area) -> None:
    entry = Entry.objects.get(action="areas.loaded")

    assert (entry.subject, entry.area_code, entry.facts) == (f"area:{contoh.pk}", "16.06", {"count": 6})


def test_load_reports_its_progress_to_the_end(db: None) -> None:
    told: list[tuple[int, int]] = []

    load("16.06", rows=ROWS, progress=lambda done, total: told.append((done, total)))

    assert told == [(1, 6), (3, 6), (6, 6)]


def test_the_nation_is_a_root_row_above_the_provinces(db: None) -> None:
    rows = (Row("0", Kind.NATION, "Indonesia"), Row("16", Kind.PROVINCE, "Contoh"), *ROWS)

    load("0", rows=rows)

    assert Area.objects.get(code="16").parent == Area.objects.root()
    assert Area.objects.get(code="16.06").parent == Area.objects.get(code="16")


@pytest.mark.parametrize(("code", "advice"), [("16.06", "areas load"), ("17", "basis data lain")])
def test_a_second_load_is_refused_and_changes_nothing(contoh: Area, code: str, advice: str) -> None:
    with pytest.raises(AreaError, match=f"sudah melayani Kabupaten Contoh .*{advice}"):
        load(code, rows=(Row(code, Kind.PROVINCE, "Lain"),))

    assert Area.objects.count() == 6


def test_a_row_without_its_parent_leaves_nothing_behind(db: None) -> None:
    with pytest.raises(AreaError, match=r"16\.06\.03\.2001 tidak punya induk"):
        load("16.06", rows=(*ROWS, Row("16.06.03.2001", Kind.DESA, "Yatim")))

    assert (Area.objects.count(), Entry.objects.count()) == (0, 0)


def test_the_real_regency_loads_from_the_package(db: None) -> None:
    root = load("16.06")

    assert root.title == "Kabupaten Musi Banyuasin"
    assert Area.objects.villages().count() == 242
