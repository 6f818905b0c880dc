"""The villages of a release as a table for a spreadsheet, row by row, so that a large one costs no memory."""

import csv as tables
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jembatan.desk.access import StaffRequest
from jembatan.desk.reach.loading import page, part_of_release
from jembatan.people.roles import Permission
from jembatan.relays.board import in_subtree
from jembatan.relays.models import State
from jembatan.releases.models import Release

BOM = "\ufeff"  # without it Excel takes UTF-8 for something else
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is run by spreadsheets (OWASP: CSV injection)


class _Echo:
    """A file whose `write` hands back what it was given."""

    def write(self, text: str) -> str:
        return text


def safe(value: object) -> str:
    """The cell as text that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _header() -> list[str]:
    return [
        _("Kode"), pgettext("column", "Desa"), pgettext("column", "Kecamatan"), _("Status"), _("Sejak"),
        _("Diteruskan pada"), _("Menit sejak diminta"), _("KIM"), _("Batas waktu"),
    ]  # fmt: skip


FIELDS = (
    "code", "area__name", "area__parent__name", "state", "state_since", "reached_at", "asked_at", "group__name",
    "deadline",
)  # fmt: skip


def _rows(release: Release, code: str, zone: tzinfo) -> Iterator[list[Any]]:
    """Runs after the view has returned, when its clock is no longer set: so the zone comes along."""

    def local(at: datetime | None) -> str:
        return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""

    names = {state.value: str(state.label) for state in State}
    rows = in_subtree(release, code).order_by("state", "code").values_list(*FIELDS)
    for village, name, district, state, since, reached, asked, group, deadline in rows.iterator(chunk_size=2000):
        minutes = round((reached - asked).total_seconds() / 60) if reached else None
        yield [village, name, district, names[state], local(since), local(reached), minutes, group, local(deadline)]


def _lines(rows: Iterable[list[Any]]) -> Iterator[str]:
    writer = tables.writer(_Echo())
    yield BOM
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


@page(Permission.READ_REACH)
@require_safe
def csv(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    release, code = part_of_release(request, pk, Permission.READ_REACH)
    rows = chain([_header()], _rows(release, code, timezone.get_current_timezone()))
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="jangkauan-{release.pk}.csv"'
    return response
