"""The tile map: every unit a square, none upon another."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from jembatan.areas.models import Area, Kind, Level
from jembatan.areas.tiles import CODE_LENGTH, GAP, SIDE, TileMap, Unit, finest_level, tiles


def units(*sizes: int) -> list[Unit]:
    return [Unit(f"{group}.{n}", f"Kecamatan {group}", "none") for group, size in enumerate(sizes) for n in range(size)]


def test_squares_fill_rows_below_their_groups_name() -> None:
    drawing = tiles(units(3, 1), columns=2)

    assert [(group.label, group.x, group.y) for group in drawing.groups] == [
        ("Kecamatan 0", 0, 13),
        ("Kecamatan 1", 0, 76),
    ]
    assert [(square.code, square.x, square.y) for group in drawing.groups for square in group.squares] == [
        ("0.0", 0, 18),
        ("0.1", 19, 18),
        ("0.2", 0, 37),
        ("1.0", 0, 81),
    ]
    assert (drawing.width, drawing.height) == (35, 97)


def test_nothing_to_draw_is_an_empty_map() -> None:
    assert tiles([]).groups == ()


def squares(drawing: TileMap) -> list[tuple[int, int]]:
    return [(square.x, square.y) for group in drawing.groups for square in group.squares]


@settings(deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=20), st.integers(1, 20), st.integers(1, 4))
def test_every_unit_has_its_own_place_inside(sizes: list[int], columns: int, across: int) -> None:
    drawing = tiles(units(*sizes), columns=columns, across=across)

    places = squares(drawing)
    assert len(places) == len(set(places)) == sum(sizes)
    assert all(x + SIDE <= drawing.width and y + SIDE <= drawing.height for x, y in places)
    assert all(x % (SIDE + GAP) == 0 for x, _y in places)
    below = [(x, y, other - y) for (x, y), (same, other) in pairwise(sorted(places)) if x == same]
    assert all(room >= SIDE for _x, _y, room in below)


@pytest.fixture
def grid(contoh: Area) -> Callable[[int, int], None]:
    """So many districts with so many villages, in a regency beside the three villages that are there."""

    def make(districts: int, villages: int) -> None:
        regency = Area.objects.create(code="16.07", level=2, kind=Kind.REGENCY, parent=contoh)
        Area.objects.bulk_create(
            Area(code=f"16.07.{d:02}", level=3, kind=Kind.DISTRICT, parent=regency) for d in range(districts)
        )
        Area.objects.bulk_create(
            Area(code=f"16.07.{d:02}.{2001 + v}", level=4, kind=Kind.DESA, parent=regency)
            for d in range(districts)
            for v in range(villages)
        )

    return make


@pytest.mark.parametrize(
    ("most", "level"),
    [(10, Level.VILLAGE), (9, Level.DISTRICT), (2, Level.DISTRICT), (1, Level.REGENCY)],
)
def test_the_finest_level_that_fits_is_drawn(
    grid: Callable[[int, int], None],
    django_assert_num_queries: DjangoAssertNumQueries,
    most: int,
    level: Level,
) -> None:
    grid(2, 5)

    with django_assert_num_queries(1):
        assert finest_level("16.07", most=most) == level


def test_ended_villages_take_no_room(grid: Callable[[int, int], None]) -> None:
    grid(1, 3)
    Area.objects.filter(code="16.07.00.2001").update(valid_until="2026-01-01")

    assert finest_level("16.07", most=2) == Level.VILLAGE


def test_codes_are_cut_where_their_levels_end() -> None:
    code = "16.06.01.2001"

    assert [code[: CODE_LENGTH[level]] for level in (Level.PROVINCE, Level.REGENCY, Level.DISTRICT, Level.VILLAGE)] == [
        "16",
        "16.06",
        "16.06.01",
        code,
    ]
