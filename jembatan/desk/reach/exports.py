"""The villages of a release as a table for a spreadsheet, row by row, so that a large one costs no memory."""

from collections.abc import Iterator
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
from jembatan.spreadsheet import TYPE, lines


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


@page(Permission.READ_REACH)
@require_safe
def csv(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    release, code = part_of_release(request, pk, Permission.READ_REACH)
    rows = chain([_header()], _rows(release, code, timezone.get_current_timezone()))
    response = StreamingHttpResponse(lines(rows), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="jangkauan-{release.pk}.csv"'
    return response
