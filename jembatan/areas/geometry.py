"""Plane geometry of rings and polygons in degrees, nested as in GeoJSON. For pictures of a country, not for surveys."""

from collections.abc import Iterator
from itertools import pairwise

Point = tuple[float, float]  # longitude, latitude; in a drawing x, y
Ring = list[Point]  # closed: the first point again at the end
Polygon = list[Ring]  # the outline, then its holes


def signed_area(ring: Ring) -> float:
    """In square units; positive when it runs counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def point_inside(polygons: list[Polygon]) -> Point:
    """A point inside for certain, holes left out: on the widest stretch near the middle of the largest polygon."""
    largest = max(polygons, key=lambda polygon: abs(signed_area(polygon[0])))
    latitudes = [y for _x, y in largest[0]]
    low, high = min(latitudes), max(latitudes)
    best, at = (0.0, largest[0][0][0]), low
    for share in (0.5, 0.4, 0.6, 0.25, 0.75, 0.05, 0.95):
        y = low + share * (high - low)
        for left, right in _stretches(largest, y):
            if right - left > best[0] * (1 if share == 0.5 else 2):  # far from the middle only for much more room
                best, at = (right - left, (left + right) / 2), y
    return best[1], at


def _stretches(polygon: Polygon, y: float) -> Iterator[tuple[float, float]]:
    """Where the line at this latitude runs inside, by the even-odd rule."""
    crossings = sorted(x for ring in polygon for x in _crossings(ring, y))
    return zip(crossings[::2], crossings[1::2], strict=False)


def _crossings(ring: Ring, y: float) -> Iterator[float]:
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y):
            yield x1 + (y - y1) * (x2 - x1) / (y2 - y1)


def simplified(ring: Ring, tolerance: float) -> Ring:
    """Douglas-Peucker: no dropped point lay farther than `tolerance` from what stays. Keeps the ring closed."""
    if len(ring) < 5:
        return ring
    far = max(range(len(ring)), key=lambda i: _distance_squared(ring[i], ring[0], ring[0]))
    keep, work = {0, far, len(ring) - 1}, [(0, far), (far, len(ring) - 1)]
    while work:
        first, last = work.pop()
        split = max(
            range(first + 1, last), key=lambda i: _distance_squared(ring[i], ring[first], ring[last]), default=first
        )
        if split != first and _distance_squared(ring[split], ring[first], ring[last]) > tolerance**2:
            keep.add(split)
            work += [(first, split), (split, last)]
    return [ring[i] for i in sorted(keep)]


def _distance_squared(point: Point, start: Point, end: Point) -> float:
    """From a point to a segment."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else min(1.0, max(0.0, ((x - x1) * dx + (y - y1) * dy) / length))
    return (x - x1 - along * dx) ** 2 + (y - y1 - along * dy) ** 2
