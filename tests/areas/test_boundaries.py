"""Boundaries by code: all of a file or none of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jembatan.areas.boundaries import import_file
from jembatan.areas.errors import AreaError
from jembatan.areas.loading import load
from jembatan.areas.models import Area, Boundary
from jembatan.audit.models import Entry
from tests.areas.conftest import SHARED, feature, square

Write = Callable[..., Path]


def test_boundaries_are_stored_with_a_point_inside(contoh: Area, geojson: Write) -> None:
    imported = import_file(geojson(feature("16.06.01.2001", square(103.8, -2.9))))

    stored = Boundary.objects.get(area__code="16.06.01.2001")
    assert imported.count == 1
    assert stored.geometry["type"] == "Polygon"
    assert stored.geometry["coordinates"][0][0] == [103.8, -2.9]
    assert (stored.longitude, stored.latitude) == pytest.approx((103.85, -2.85))
    assert Entry.objects.get(action="boundaries.imported").facts == {"count": 1}


def test_areas_of_the_same_level_without_one_are_told(contoh: Area, geojson: Write) -> None:
    imported = import_file(geojson(feature("16.06.01.2001")))

    assert [area.code for area in imported.without] == ["16.06.01.1001", "16.06.02.2001"]


def test_a_second_import_replaces_the_same_areas_only(contoh: Area, geojson: Write) -> None:
    import_file(geojson(feature("16.06.01.2001"), feature("16.06.02.2001")))

    imported = import_file(geojson(feature("16.06.01.2001", square(104.5, -2.0))))

    corners = {each.area.code: each.geometry["coordinates"][0][0] for each in Boundary.objects.select_related("area")}
    assert corners == {"16.06.01.2001": [104.5, -2.0], "16.06.02.2001": [103.8, -2.9]}
    assert [area.code for area in imported.without] == ["16.06.01.1001"]


def test_a_dry_run_says_the_same_and_stores_nothing(contoh: Area, geojson: Write) -> None:
    path = geojson(feature("16.06.01.2001"))

    dry = import_file(path, dry_run=True)

    assert (Boundary.objects.count(), Entry.objects.filter(action="boundaries.imported").count()) == (0, 0)
    assert dry == import_file(path)


def test_unknown_codes_are_named_and_nothing_is_stored(contoh: Area, geojson: Write) -> None:
    path = geojson(feature("16.06.01.2001"), feature("16.06.77"), feature("17"))

    with pytest.raises(AreaError, match=r"16\.06\.77 \(kode tidak dikenal\), 17 \(kode tidak dikenal\)\."):
        import_file(path)

    assert not Boundary.objects.exists()


def test_an_ended_area_takes_no_boundary(contoh: Area, geojson: Write) -> None:
    Area.objects.filter(code="16.06.01.2001").update(valid_until="2026-01-01")

    with pytest.raises(AreaError, match="kode tidak dikenal"):
        import_file(geojson(feature("16.06.01.2001")))


def test_an_empty_installation_is_told_to_begin_with_init(db: None, geojson: Write) -> None:
    with pytest.raises(AreaError, match="jembatan init"):
        import_file(geojson(feature("16.06.01.2001")))


@pytest.mark.skipif(not SHARED.exists(), reason="needs the folder ../shared/data beside the project")
@pytest.mark.parametrize(
    ("name", "count", "without"),
    [
        ("muba_kab", 1, []),
        ("muba_kec", 15, []),
        ("muba_desa_ringan", 240, ["16.06.02.2016", "16.06.06.2043"]),
    ],
)
def test_the_real_boundaries_of_muba(db: None, name: str, count: int, without: list[str]) -> None:
    load("16.06")

    imported = import_file(SHARED / f"{name}.geojson")

    assert (imported.count, Boundary.objects.count()) == (count, count)
    assert [area.code for area in imported.without] == without
