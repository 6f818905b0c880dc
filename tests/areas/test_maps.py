"""Paths for an SVG: projected, light, and no area too small to see."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from jembatan.areas.boundaries import import_file
from jembatan.areas.loading import load
from jembatan.areas.maps import outline
from jembatan.areas.models import Area
from tests.areas.conftest import SHARED, feature, square

Write = Callable[..., Path]


def points(d: str) -> list[tuple[int, int]]:
    """The corners of a path of one ring."""
    numbers = [int(n) for n in re.findall(r"-?\d+", d)]
    corners = [(numbers[0], numbers[1])]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        corners.append((corners[-1][0] + dx, corners[-1][1] + dy))
    return corners


def test_shapes_are_projected_north_up_into_the_view_box(contoh: Area, geojson: Write) -> None:
    import_file(geojson(feature("16.06.01.2001", square(100, 0, 1)), feature("16.06.02.2001", square(101, 0, 1))))

    drawing = outline(Area.objects.villages())

    assert drawing.view_box == "0 0 1000 500"
    assert [points(shape.d) for shape in drawing.shapes] == [
        [(0, 500), (500, 500), (500, 0), (0, 0)],
        [(500, 500), (1000, 500), (1000, 0), (500, 0)],
    ]
    assert [(shape.x, shape.y) for shape in drawing.shapes] == [(250, 250), (750, 250)]


def test_away_from_the_equator_degrees_of_longitude_shrink(contoh: Area, geojson: Write) -> None:
    import_file(geojson(feature("16.06.01.2001", square(120, -10.5, 1))))

    assert outline(Area.objects.villages()).view_box == "0 0 985 1000"


def test_areas_without_a_boundary_are_left_to_the_table(contoh: Area, geojson: Write) -> None:
    import_file(geojson(feature("16.06.01.2001")))

    assert [shape.area_id for shape in outline(Area.objects.villages()).shapes] == [
        Area.objects.get(code="16.06.01.2001").pk
    ]


def test_no_boundary_at_all_is_an_empty_drawing(contoh: Area) -> None:
    assert outline(Area.objects.villages()).shapes == ()


def test_a_tiny_area_becomes_a_speck(contoh: Area, geojson: Write) -> None:
    import_file(
        geojson(feature("16.06.01.2001", square(100, 0, 1)), feature("16.06.02.2001", square(100.5, 0.5, 0.0002)))
    )

    assert outline(Area.objects.villages()).shapes[1].d == "M499 499h3v3h-3z"


def test_an_outline_is_one_query_for_one_area_and_for_many(
    contoh: Area, geojson: Write, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    import_file(geojson(*(feature(code) for code in ("16.06.01.1001", "16.06.01.2001", "16.06.02.2001"))))

    for codes in (["16.06.01.1001"], ["16.06.01.1001", "16.06.01.2001", "16.06.02.2001"]):
        with django_assert_num_queries(1):
            assert len(outline(Area.objects.filter(code__in=codes)).shapes) == len(codes)


@pytest.mark.skipif(not SHARED.exists(), reason="needs the folder ../shared/data beside the project")
@pytest.mark.parametrize("most", [80_000, 20_000, 8_000])
def test_the_real_villages_fit_the_bytes_given(db: None, most: int) -> None:
    load("16.06")
    import_file(SHARED / "muba_desa_ringan.geojson")

    drawing = outline(Area.objects.villages(), most=most)

    assert len(drawing.shapes) == 240
    assert sum(len(shape.d) for shape in drawing.shapes) <= most
    assert all(re.fullmatch(r"(M-?\d+ -?\d+(l[-\d ]+|h3v3h-3)z)+", shape.d) for shape in drawing.shapes)
