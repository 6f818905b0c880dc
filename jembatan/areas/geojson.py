"""A file of boundaries as an operator gets it, checked whole: what comes out of here can be stored."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from jembatan.areas.errors import AreaError
from jembatan.areas.geometry import Point, Polygon, Ring, signed_area

LARGEST = 50_000_000  # bytes; ten times that in memory
WEST, EAST, SOUTH, NORTH = 94.0, 142.0, -12.0, 7.0  # Indonesia with some sea around, degrees
SHOWN = 3  # offenders named in one sentence
PLACES = 6  # decimal places kept: 0.1 m


@dataclass(frozen=True, slots=True)
class Feature:
    """The shape of one area, WGS84, longitude first."""

    code: str
    polygons: list[Polygon]

    @property
    def geometry(self) -> dict[str, Any]:
        if len(self.polygons) == 1:
            return {"type": "Polygon", "coordinates": self.polygons[0]}
        return {"type": "MultiPolygon", "coordinates": self.polygons}


class Wrong(Exception):
    """What is wrong with one feature."""


def read(path: Path) -> list[Feature]:
    """All features of the file, or AreaError that names the file's fault or its first few wrong features."""
    features, wrong = [], []
    for number, raw in enumerate(_used_up(_features(_parsed(_text(path), path), path)), start=1):
        try:
            features.append(_feature(raw))
        except Wrong as fault:
            wrong.append(f"{_code(raw) or _('nomor %d') % number} ({fault})")
    often = Counter(feature.code for feature in features)
    wrong += [f"{code} ({_('lebih dari sekali')})" for code, times in often.items() if times > 1]
    if wrong:
        refuse(path, wrong)
    return features


def refuse(path: Path, wrong: list[str]) -> NoReturn:
    """Name the first few offenders and how many more there are."""
    more = _(" dan %d lagi") % (len(wrong) - SHOWN) if len(wrong) > SHOWN else ""
    raise AreaError(
        _("%(file)s ditolak, tidak ada yang diubah. Perbaiki: %(list)s%(more)s.")
        % {"file": path.name, "list": ", ".join(wrong[:SHOWN]), "more": more}
    )


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise AreaError(_("%(file)s tidak ada atau bukan berkas.") % {"file": path})
        if path.stat().st_size > LARGEST:
            raise AreaError(
                _("%(file)s lebih besar dari 50 MB. Sederhanakan batasnya atau pecah berkasnya.") % {"file": path.name}
            )
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise AreaError(_("%(file)s tidak dapat dibaca: %(why)s.") % {"file": path, "why": error.strerror}) from error
    except UnicodeDecodeError as error:
        raise AreaError(_("%(file)s bukan teks UTF-8. Simpan ulang sebagai UTF-8.") % {"file": path.name}) from error
    if not text.strip():
        raise AreaError(_("%(file)s kosong.") % {"file": path.name})
    return text


def _parsed(text: str, path: Path) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = {"file": path.name, "line": error.lineno}
        raise AreaError(
            _("%(file)s bukan JSON yang utuh (baris %(line)d). Unduh atau ekspor ulang.") % where
        ) from error
    except (RecursionError, ValueError) as error:  # nested without end, or a number of thousands of digits
        raise AreaError(_("%(file)s bukan GeoJSON.") % {"file": path.name}) from error


def _features(document: Any, path: Path) -> list[Any]:
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise AreaError(_("%(file)s bukan GeoJSON FeatureCollection.") % {"file": path.name})
    if not features:
        raise AreaError(_("%(file)s tidak berisi satu batas pun.") % {"file": path.name})
    system = json.dumps(document.get("crs", ""))
    if document.get("crs") and "CRS84" not in system and "4326" not in system:
        raise AreaError(
            _("%(file)s memakai sistem koordinat lain. Ubah dulu ke WGS84 (EPSG:4326).") % {"file": path.name}
        )
    return features


def _used_up(raws: list[Any]) -> Iterator[Any]:
    """Let go of each once it is read: a large file is in memory once, not twice."""
    raws.reverse()
    while raws:
        yield raws.pop()


def _feature(raw: Any) -> Feature:
    code = _code(raw)
    if not code:
        raise Wrong(_("tanpa properti kode"))
    geometry = raw.get("geometry") or {}
    kind, coordinates = (
        (geometry.get("type"), geometry.get("coordinates")) if isinstance(geometry, dict) else (None, None)
    )
    if kind not in {"Polygon", "MultiPolygon"}:
        raise Wrong(_("bentuknya %s, bukan Polygon") % (kind or _("tidak ada")))
    return Feature(code, [_polygon(each) for each in _filled([coordinates] if kind == "Polygon" else coordinates)])


def _code(raw: Any) -> str:
    """From property `kode` or `code`, else the feature's id; `1606012001` is read as `16.06.01.2001`."""
    if not isinstance(raw, dict):
        return ""
    properties = raw.get("properties")
    told = properties if isinstance(properties, dict) else {}
    found = str(told.get("kode") or told.get("code") or raw.get("id") or "").strip()
    if found.isdecimal() and len(found) in {4, 6, 10}:
        return ".".join(part for part in (found[:2], found[2:4], found[4:6], found[6:]) if part)
    return found[:40]


def _filled(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Wrong(_("bentuknya kosong"))
    return value


def _polygon(value: Any) -> Polygon:
    return [_ring(ring) for ring in _filled(value)]


def _ring(value: Any) -> Ring:
    ring = list(_positions(_filled(value)))
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise Wrong(_("garisnya tidak tertutup"))
    if signed_area(ring) == 0:
        raise Wrong(_("luasnya nol"))
    return ring


def _positions(values: list[Any]) -> Iterator[Point]:
    for value in values:
        try:
            x, y = value[0] + 0.0, value[1] + 0.0
        except (TypeError, IndexError, KeyError, OverflowError):
            raise Wrong(_("koordinatnya bukan angka")) from None
        if not (WEST <= x <= EAST and SOUTH <= y <= NORTH):
            raise Wrong(_outside(x, y))
        yield round(x, PLACES), round(y, PLACES)


def _outside(x: float, y: float) -> str:
    if WEST <= y <= EAST and SOUTH <= x <= NORTH:
        return _("lintang dan bujur tertukar: bujur harus lebih dulu")
    return _("di luar Indonesia: perlu derajat WGS84, bujur lebih dulu")
