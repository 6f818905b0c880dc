"""Which village a point lies in, as far as boundaries are known."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.db.models import ExpressionWrapper, F, FloatField

from jembatan.areas.geometry import Ring
from jembatan.areas.models import Area, Boundary, Level

NEAR, CANDIDATES = 1.0, 40  # degrees, and villages by how near their middle is


def village_at(longitude: float, latitude: float) -> Area | None:
    """None where no boundary of a current village holds it."""
    east, north = F("longitude") - longitude, F("latitude") - latitude
    distance = ExpressionWrapper(east * east + north * north, output_field=FloatField())
    box = {
        "longitude__range": (longitude - NEAR, longitude + NEAR),
        "latitude__range": (latitude - NEAR, latitude + NEAR),
    }
    near = Boundary.objects.filter(area__level=Level.VILLAGE, area__valid_until=None, **box).order_by(distance)
    for boundary in near.select_related("area")[:CANDIDATES]:
        if any(_holds(polygon, longitude, latitude) for polygon in _polygons(boundary.geometry)):
            return boundary.area
    return None


def _polygons(geometry: dict[str, Any]) -> Iterator[list[Ring]]:
    if geometry.get("type") == "Polygon":
        yield geometry["coordinates"]
    elif geometry.get("type") == "MultiPolygon":
        yield from geometry["coordinates"]


def _holds(polygon: list[Ring], x: float, y: float) -> bool:
    """By the even-odd rule: holes are left out by themselves."""
    return sum(_crosses(ring, x, y) for ring in polygon) % 2 == 1


def _crosses(ring: Ring, x: float, y: float) -> int:
    """How many edges a line from the point to the east runs into."""
    return sum(
        (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring)
    )
