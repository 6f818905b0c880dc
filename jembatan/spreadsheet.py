"""Tables for spreadsheets as CSV, row by row, so that a large one costs no memory."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

BOM = "\ufeff"  # without it Excel takes UTF-8 for something else
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is run by spreadsheets (OWASP: CSV injection)
TYPE = "text/csv; charset=utf-8"


class _Echo:
    """A file whose `write` hands back what it was given."""

    def write(self, text: str) -> str:
        return text


def safe(value: object) -> str:
    """The cell as text that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def lines(rows: Iterable[list[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])
