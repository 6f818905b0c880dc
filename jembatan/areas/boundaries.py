"""Storing boundaries by code, and saying which areas have none."""

from dataclasses import dataclass
from pathlib import Path

from django.db import models, transaction
from django.utils.translation import gettext as _

from jembatan.areas import geojson
from jembatan.areas.errors import AreaError
from jembatan.areas.geojson import Feature
from jembatan.areas.geometry import point_inside
from jembatan.areas.loading import Progress, batches, silent
from jembatan.areas.models import Area, Boundary, level_of
from jembatan.audit.actions import record

BATCH = 500  # boundaries per statement: a few MiB each


@dataclass(frozen=True, slots=True)
class Imported:
    """How many boundaries the file has, and the current areas of the same levels that have none after it."""

    count: int
    without: tuple[Area, ...]


@transaction.atomic
def import_file(
    path: Path, *, by: models.Model | None = None, dry_run: bool = False, progress: Progress = silent
) -> Imported:
    """Store the boundaries of a GeoJSON file, replacing those of the same areas: all, or none and AreaError."""
    features = geojson.read(path)
    ids = dict(Area.objects.current().values_list("code", "pk"))
    if not ids:
        raise AreaError(_("Belum ada wilayah. Jalankan dulu: jembatan init --area KODE"))
    if unknown := [f"{each.code} ({_('kode tidak dikenal')})" for each in features if each.code not in ids]:
        geojson.refuse(path, unknown)
    if not dry_run:
        _store(features, ids, progress)
        record("boundaries.imported", Area.objects.root(), by=by, count=len(features))
    return Imported(len(features), _without(features))


def _store(features: list[Feature], ids: dict[str, int], progress: Progress) -> None:
    done = 0
    for batch in batches(features, BATCH):
        Boundary.objects.bulk_create(
            [_boundary(each, ids[each.code]) for each in batch],
            update_conflicts=True,
            unique_fields=["area"],
            update_fields=["geometry", "longitude", "latitude"],
        )
        done += len(batch)
        progress(done, len(features))


def _boundary(feature: Feature, area_id: int) -> Boundary:
    longitude, latitude = point_inside(feature.polygons)
    return Boundary(area_id=area_id, geometry=feature.geometry, longitude=longitude, latitude=latitude)


def _without(features: list[Feature]) -> tuple[Area, ...]:
    codes = {each.code for each in features}
    peers = Area.objects.current().filter(level__in={level_of(code) for code in codes}, boundary=None)
    return tuple(area for area in peers.select_related("parent").order_by("code") if area.code not in codes)
