"""A table out of a CSV or XLSX file, as spreadsheet programs of all sorts write it. No database."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook  # type: ignore[import-untyped]

from jembatan.people.errors import PeopleError

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
_UNPACKED = 60 * 1024 * 1024  # an XLSX is a zip: what 5 MB can hold at most, so that a bomb stays one in the letterbox
_COLUMNS = 40

# Row number as the spreadsheet shows it, and its cells as text; formulas keep their "=".
Table = list[tuple[int, list[str]]]


def read(content: bytes) -> Table:
    """Every row that says something, the headings first. PeopleError for what is no list."""
    if len(content) > MOST_BYTES:
        raise PeopleError(_("Berkas lebih dari 5 MB. Bagi menjadi beberapa berkas."))
    rows = _workbook(content) if content.startswith(b"PK\x03\x04") else _csv(_text(content))
    table = _filled(rows)
    if len(table) < 2:
        raise PeopleError(_("Berkas ini kosong. Isi dulu barisnya, satu orang satu baris, di bawah judul kolom."))
    return table


def _filled(rows: Iterable[list[str]]) -> Table:
    table: Table = []
    for number, cells in enumerate(rows, 1):
        if any(cells):
            table.append((number, _trimmed(cells)))
        if len(table) > MOST_ROWS + 1 or number > MOST_ROWS * 10:
            raise PeopleError(_("Daftar lebih dari 5.000 baris. Bagi menjadi beberapa berkas."))
    return table


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end."""
    last = max(place for place, cell in enumerate(cells) if cell)
    return cells[: last + 1]


def _text(content: bytes) -> str:
    """UTF-8 or UTF-16 with their marks, UTF-8 without, else what Excel on Windows writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise PeopleError(_("Ini berkas Excel lama (.xls). Simpan sebagai .xlsx atau .csv, lalu unggah lagi."))
    else:
        encoding = "utf-8-sig"
    try:
        return _without_nul(content.decode(encoding))
    except UnicodeDecodeError:
        return _without_nul(content.decode("cp1252", errors="replace"))


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise PeopleError(_("Berkas ini bukan daftar CSV atau XLSX. Pakai contoh daftar yang tersedia."))
    return text


def _csv(text: str) -> Iterator[list[str]]:
    """Commas, semicolons or tabs, whichever the first line has most of."""
    first = text.lstrip().partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_tidy(cell) for cell in cells[:_COLUMNS]]
    except csv.Error:
        raise PeopleError(_("Berkas CSV ini rusak. Buka di Excel, lalu simpan lagi sebagai .xlsx.")) from None


def _tidy(cell: str) -> str:
    """One line; `="0812"` is how a spreadsheet keeps the zero of a number in a CSV."""
    cell = " ".join(cell.split())
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _workbook(content: bytes) -> Iterator[list[str]]:
    """The first sheet."""
    try:
        _check_size(content)
        book = load_workbook(io.BytesIO(content), read_only=True)
        for cells in book.worksheets[0].iter_rows(max_col=_COLUMNS, values_only=True):
            yield [_tidy(_word(cell)) for cell in cells]
    except PeopleError:
        raise
    except Exception:  # openpyxl raises a dozen sorts for a file that is no workbook
        raise PeopleError(_("Berkas XLSX ini tidak terbaca. Buka di Excel, lalu simpan lagi.")) from None


def _check_size(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
            raise PeopleError(_("Berkas XLSX ini terlalu besar saat dibuka. Simpan hanya daftarnya di berkas baru."))


def _word(cell: Any) -> str:
    """Numbers without the `.0` that a spreadsheet adds."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
