"""A small regency of invented villages, and GeoJSON files around it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jembatan.areas.loading import load
from jembatan.areas.models import Area, Kind
from jembatan.areas.upstream import Row

ROWS = (
    Row("16.06", Kind.REGENCY, "Contoh"),
    Row("16.06.01", Kind.DISTRICT, "Hulu"),
    Row("16.06.02", Kind.DISTRICT, "Hilir"),
    Row("16.06.01.1001", Kind.KELURAHAN, "Pasar", "30711"),
    Row("16.06.01.2001", Kind.DESA, "Lubuk", "30712"),
    Row("16.06.02.2001", Kind.DESA, "Tebing", "30713"),
)
SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def contoh(db: None) -> Area:
    """The regency, its two districts and three villages."""
    return load("16.06", rows=ROWS)


@pytest.fixture
def geojson(tmp_path: Path) -> Callable[..., Path]:
    """Write a FeatureCollection of these features."""

    def write(*features: dict[str, Any], **more: Any) -> Path:
        path = tmp_path / "batas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
        return path

    return write


def square(west: float, south: float, side: float = 0.1) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str, *rings: list[list[float]], **more: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": rings or [square(103.8, -2.9)]}
    return {"type": "Feature", "properties": {"kode": code}, "geometry": geometry, **more}
