"""The tile map: every unit a square, none upon another."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from jembatan.areas.tiles import GAP, SIDE, TileMap, Unit, tiles


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
