"""The villages of a release as a table for a spreadsheet, row by row, so that a large one costs no memory."""

import csv as tables
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jembatan.desk.access import StaffRequest
from jembatan.desk.reach.loading import page, part_of_release
from jembatan.people.roles import Permission
from jembatan.relays.board import in_subtree
from jembatan.relays.models import Relay
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


def _time(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _header() -> list[str]:
    return [
        _("Kode"), _("Desa"), _("Kecamatan"), _("Status"), _("Sejak"), _("Diteruskan pada"), _("Menit sejak diminta"),
        _("KIM"), _("Batas waktu"),
    ]  # fmt: skip


def _cells(relay: Relay) -> list[Any]:
    minutes = (relay.reached_at - relay.asked_at).total_seconds() / 60 if relay.reached_at else None
    district = relay.area.parent.name if relay.area.parent else ""
    return [
        relay.code, relay.area.name, district, relay.get_state_display(), _time(relay.state_since),
        _time(relay.reached_at), None if minutes is None else round(minutes),
        relay.group.name if relay.group else "", _time(relay.deadline),
    ]  # fmt: skip


def _lines(rows: Iterable[list[Any]]) -> Iterator[str]:
    writer = tables.writer(_Echo())
    yield BOM
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def _rows(release: Release, code: str) -> Iterator[list[Any]]:
    yield _header()
    for relay in in_subtree(release, code).order_by("state", "code").iterator(chunk_size=2000):
        yield _cells(relay)


@page(Permission.READ_REACH)
@require_safe
def csv(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    release, code = part_of_release(request, pk, Permission.READ_REACH)
    zone = timezone.get_current_timezone()
    response = StreamingHttpResponse(
        _in_zone(_lines(_rows(release, code)), zone), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="jangkauan-{release.pk}.csv"'
    return response


def _in_zone(lines: Iterator[str], zone: Any) -> Iterator[str]:
    """The rows are made after the view has returned, when its clock is no longer set."""
    while True:
        with timezone.override(zone):
            line = next(lines, None)
        if line is None:
            return
        yield line
