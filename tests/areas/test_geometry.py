"""Rings in the plane: points inside, and drawing with fewer points."""

from itertools import pairwise
from math import cos, hypot, sin, tau

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jembatan.areas.geometry import Point, Polygon, Ring, point_inside, signed_area, simplified

BOX: Ring = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
HOLE: Ring = [(1, 1), (3, 1), (3, 3), (1, 3), (1, 1)]
HOOK: Ring = [(0, 0), (9, 0), (9, 1), (1, 1), (1, 8), (9, 8), (9, 9), (0, 9), (0, 0)]  # its centroid is outside


def winding(ring: Ring, point: Point) -> int:
    """How often the ring runs around the point: another way than the one that is tested."""
    px, py = point
    turns = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        side = (x2 - x1) * (py - y1) - (px - x1) * (y2 - y1)
        turns += (y1 <= py < y2 and side > 0) - (y2 <= py < y1 and side < 0)
    return turns


def inside(polygon: Polygon, point: Point) -> bool:
    return winding(polygon[0], point) != 0 and not any(winding(hole, point) for hole in polygon[1:])


@st.composite
def stars(draw: st.DrawFn) -> Ring:
    """Rings around a centre that never cross themselves, however jagged."""
    radii = draw(st.lists(st.floats(0.05, 1), min_size=3, max_size=30))
    points = [(103 + r * cos(tau * n / len(radii)), -2 + r * sin(tau * n / len(radii))) for n, r in enumerate(radii)]
    return [*points, points[0]]


def test_signed_area_is_positive_counter_clockwise() -> None:
    assert (signed_area(BOX), signed_area(BOX[::-1])) == (16, -16)


@pytest.mark.parametrize("polygon", [[BOX], [BOX, HOLE], [HOOK], [HOOK[::-1]]], ids=["box", "hole", "hook", "reversed"])
def test_point_inside_is_never_in_a_hole_or_a_bay(polygon: Polygon) -> None:
    assert inside(polygon, point_inside([polygon]))


def test_point_inside_takes_the_largest_polygon() -> None:
    islet = [[(x + 10, y) for x, y in HOLE]]

    assert inside([BOX], point_inside([islet, [BOX]]))


@settings(deadline=None)
@given(stars())
def test_point_inside_is_inside_any_shape(ring: Ring) -> None:
    assert inside([ring], point_inside([[ring]]))


@settings(deadline=None, max_examples=40)
@given(stars(), st.floats(0.01, 0.5))
def test_simplified_keeps_within_the_tolerance_and_closed(ring: Ring, tolerance: float) -> None:
    fewer = simplified(ring, tolerance)

    assert fewer[0] == fewer[-1] == ring[0]
    assert set(fewer) <= set(ring)
    assert all(distance(point, fewer) <= tolerance + 1e-9 for point in ring)


def test_simplified_drops_what_lies_on_a_line() -> None:
    ring = [(0, 0), (1, 0), (2, 0), (4, 0), (4, 4), (2, 4.01), (0, 4), (0, 0)]

    assert simplified(ring, 0.1) == [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]


def distance(point: Point, ring: Ring) -> float:
    """By walking along every side in small steps."""
    steps = [n / 200 for n in range(201)]
    return min(
        hypot(x1 + t * (x2 - x1) - point[0], y1 + t * (y2 - y1) - point[1]) - hypot(x2 - x1, y2 - y1) / 400
        for (x1, y1), (x2, y2) in pairwise(ring)
        for t in steps
    )
