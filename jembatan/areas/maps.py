"""Boundaries as the paths of an SVG: one query, as many points as can be seen, never more bytes than asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from django.db.models import QuerySet

from jembatan.areas.geometry import Point, Polygon, Ring, simplified
from jembatan.areas.models import Area, Boundary

LONGER_SIDE = 1_000  # of the drawing, in its own units
LIGHTEST = 80_000  # bytes of all paths: with 150 for each element around them, 242 villages stay below 120 KB


@dataclass(frozen=True, slots=True)
class Shape:
    """One area. (x, y) is a point inside, for a label; `d` is the path's."""

    area_id: int
    d: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Outline:
    """`view_box` is the attribute's value; no shapes when none of the areas has a boundary."""

    view_box: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """Equirectangular, true to scale at the middle latitude: no bend to be seen in anything as flat as Indonesia."""

    west: float
    north: float
    across: float  # units of the drawing per degree of longitude
    down: float  # … of latitude

    def __call__(self, point: Point) -> Point:
        return (point[0] - self.west) * self.across, (self.north - point[1]) * self.down


def outline(areas: QuerySet[Area] | Iterable[int], *, most: int = LIGHTEST) -> Outline:
    """The shapes of those areas (or ids) that have a boundary, by code; `most` bytes of paths at most.

    Reads the boundaries whole: ask for what one page shows.
    """
    boundaries = list(Boundary.objects.filter(area__in=areas).order_by("area__code"))
    if not boundaries:
        return Outline("0 0 1 1", ())
    polygons = {each.pk: _polygons(each) for each in boundaries}
    project, view_box = _fitted([point for shape in polygons.values() for polygon in shape for point in polygon[0]])
    paths = _within(most, {key: _drawn(shape, project) for key, shape in polygons.items()})
    return Outline(view_box, tuple(_shape(each, paths[each.pk], project) for each in boundaries))


def _polygons(boundary: Boundary) -> list[Polygon]:
    coordinates = boundary.geometry["coordinates"]
    return coordinates if boundary.geometry["type"] == "MultiPolygon" else [coordinates]


def _fitted(points: list[Point]) -> tuple[Projection, str]:
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    narrow = cos(radians((south + north) / 2))
    scale = LONGER_SIDE / max((east - west) * narrow, north - south)
    width, height = (east - west) * narrow * scale, (north - south) * scale
    return Projection(west, north, narrow * scale, scale), f"0 0 {width:.0f} {height:.0f}"


def _drawn(polygons: list[Polygon], project: Projection) -> list[Ring]:
    return [[project(point) for point in ring] for polygon in polygons for ring in polygon]


def _within(most: int, shapes: dict[int, list[Ring]]) -> dict[int, str]:
    """Coarser until it fits; at a tenth of the drawing every ring is a speck and that is all there is."""
    tolerance = 0.5
    while True:
        paths = {key: _path(rings, tolerance) for key, rings in shapes.items()}
        if sum(map(len, paths.values())) <= most or tolerance > LONGER_SIDE / 10:
            return paths
        tolerance *= 1.5


def _path(rings: list[Ring], tolerance: float) -> str:
    """Whole units, each step relative to the last. An area too small to draw becomes a speck that can be seen."""
    drawn = "".join(filter(None, (_steps(simplified(ring, tolerance)) for ring in rings)))
    x, y = rings[0][0]
    return drawn or f"M{x - 1:.0f} {y - 1:.0f}h3v3h-3z"


def _steps(ring: Ring) -> str:
    """`M10 20l3-4 …z`; nothing for a ring that shrank to a line."""
    points = [(round(x), round(y)) for x, y in ring]
    kept = [here for here, before in zip(points, [None, *points], strict=False) if here != before][:-1]
    if len(set(kept)) < 3:
        return ""
    moves = [(x - a, y - b) for (a, b), (x, y) in pairwise(kept)]
    return (
        f"M{kept[0][0]} {kept[0][1]}l" + " ".join(f"{dx}{dy:+d}" if dy < 0 else f"{dx} {dy}" for dx, dy in moves) + "z"
    )


def _shape(boundary: Boundary, d: str, project: Projection) -> Shape:
    x, y = project((boundary.longitude, boundary.latitude))
    return Shape(boundary.area_id, d, round(x), round(y))
