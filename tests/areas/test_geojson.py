"""Reading boundaries: whatever is wrong with a file is told in one sentence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jembatan.areas import geojson as module
from jembatan.areas.errors import AreaError
from jembatan.areas.geojson import read
from tests.areas.conftest import feature, square

Write = Callable[..., Path]


def with_geometry(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"kode": "16.06.01"}, "geometry": geometry}


def polygon(*rings: Any) -> dict[str, Any]:
    return with_geometry({"type": "Polygon", "coordinates": list(rings)})


def test_read_gives_codes_and_polygons(geojson: Write) -> None:
    ring, second = square(103.8, -2.9), square(104.2, -2.9)
    path = geojson(
        feature("16.06.01", ring),
        {
            "type": "Feature",
            "properties": {"code": "16.06.02"},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring], [second]]},
        },
        {
            "type": "Feature",
            "id": 1606012001,
            "properties": None,
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        },
    )

    found = read(path)

    assert [each.code for each in found] == ["16.06.01", "16.06.02", "16.06.01.2001"]
    assert [each.geometry["type"] for each in found] == ["Polygon", "MultiPolygon", "Polygon"]
    assert found[0].polygons == [[[tuple(round(n, 6) for n in point) for point in ring]]]


def test_heights_are_dropped_and_a_byte_order_mark_is_no_fault(geojson: Write) -> None:
    path = geojson(feature("16.06.01", [[*point, 12.5] for point in square(103.8, -2.9)]))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert {len(point) for point in read(path)[0].polygons[0][0]} == {2}


RING = square(103.8, -2.9)
WRONG = {
    "no code": ({"type": "Feature", "properties": {}, "geometry": None}, r"nomor 1 \(tanpa properti kode\)"),
    "not a feature": ("x", r"nomor 1 \(tanpa properti kode\)"),
    "no geometry": (with_geometry(None), "bentuknya tidak ada, bukan Polygon"),
    "a point": (with_geometry({"type": "Point", "coordinates": [103, -2]}), "bentuknya Point, bukan Polygon"),
    "a text": (with_geometry("Polygon"), "bentuknya tidak ada"),
    "no rings": (polygon(), "bentuknya kosong"),
    "an empty ring": (polygon([]), "bentuknya kosong"),
    "open ring": (polygon([*RING[:-1], [103.85, -2.85]]), "garisnya tidak tertutup"),
    "two points": (polygon([RING[0], RING[1], RING[0]]), "garisnya tidak tertutup"),
    "a line": (polygon([[103, -2], [104, -2], [103.5, -2], [103, -2]]), "luasnya nol"),
    "latitude first": (polygon([[y, x] for x, y in RING]), "lintang dan bujur tertukar"),
    "metres": (polygon([[x * 111_000, y * 111_000] for x, y in RING]), "di luar Indonesia"),
    "another country": (polygon(square(5, 52)), "di luar Indonesia"),
    "not a number": (polygon([[103, float("nan")], *RING]), "di luar Indonesia"),
    "words": (polygon([["103", "-2"], *RING]), "bukan angka"),
    "one number": (polygon([[103], *RING]), "bukan angka"),
    "a null": (polygon([None, *RING]), "bukan angka"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_feature_is_named_with_its_fault(geojson: Write, case: str) -> None:
    raw, told = WRONG[case]

    with pytest.raises(AreaError, match=told) as refused:
        read(geojson(raw))

    assert "batas.geojson ditolak, tidak ada yang diubah" in str(refused.value)


def test_the_first_three_wrong_ones_are_named_and_the_others_counted(geojson: Write) -> None:
    wrong = [feature(f"16.06.0{n}", RING[:-1]) for n in range(1, 6)]

    with pytest.raises(AreaError) as refused:
        read(geojson(feature("16.06"), *wrong))

    assert str(refused.value).count("tidak tertutup") == 3
    assert "16.06.03 (garisnya tidak tertutup) dan 2 lagi" in str(refused.value)


def test_a_code_twice_is_refused(geojson: Write) -> None:
    with pytest.raises(AreaError, match=r"16\.06\.01 \(lebih dari sekali\)"):
        read(geojson(feature("16.06.01"), feature("16.06.01")))


FILES = {
    "empty": (b"", "kosong"),
    "blank": (b" \n", "kosong"),
    "latin-1": ('{"nama": "Du\xe9n"}'.encode("latin-1"), "bukan teks UTF-8"),
    "utf-16": ("{}".encode("utf-16"), "bukan teks UTF-8"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "bukan teks UTF-8"),
    "cut off": (b'{"type": "FeatureCollection",\n "feat', r"bukan JSON yang utuh \(baris 2\)"),
    "csv": (b"kode,nama\n16,X\n", "bukan JSON yang utuh"),
    "deep": (b"[" * 100_000, "bukan GeoJSON"),
    "endless number": (b"1" * 10_000, "bukan GeoJSON"),
    "a list": (b"[]", "bukan GeoJSON FeatureCollection"),
    "one feature": (b'{"type": "Feature", "features": []}', "bukan GeoJSON FeatureCollection"),
    "no features": (b'{"type": "FeatureCollection", "features": []}', "tidak berisi satu batas pun"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, case: str) -> None:
    content, told = FILES[case]
    path = tmp_path / "batas.geojson"
    path.write_bytes(content)

    with pytest.raises(AreaError, match=told) as refused:
        read(path)

    assert "\n" not in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "tiada"):
        with pytest.raises(AreaError, match="tidak ada atau bukan berkas"):
            read(path)


def test_a_file_over_the_limit_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "besar.geojson"
    with path.open("wb") as file:
        file.truncate(module.LARGEST + 1)

    with pytest.raises(AreaError, match="lebih besar dari 50 MB"):
        read(path)


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_wgs84_may_be_named(geojson: Write, name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}

    assert len(read(geojson(feature("16.06.01"), crs=crs))) == 1


def test_another_coordinate_system_is_refused(geojson: Write) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}

    with pytest.raises(AreaError, match="sistem koordinat lain"):
        read(geojson(feature("16.06.01"), crs=crs))


def test_json_of_any_shape_is_never_more_than_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "aneh.geojson"
    for odd in ([1], {"features": {}}, None, "x", {"type": "FeatureCollection", "features": [None, 1, [], {"id": {}}]}):
        path.write_text(json.dumps(odd))
        with pytest.raises(AreaError):
            read(path)
