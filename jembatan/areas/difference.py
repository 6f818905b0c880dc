"""Loading again: what the ministry added, renamed or ended since, shown before anything changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.areas import upstream
from jembatan.areas.errors import AreaError
from jembatan.areas.loading import insert, lock
from jembatan.areas.models import Area, covers
from jembatan.areas.settings import setting
from jembatan.areas.upstream import Row
from jembatan.audit.actions import record


@dataclass(frozen=True, slots=True)
class Renamed:
    """The ministry writes another name now. `name` is what people here see; it follows unless it was edited."""

    code: str
    before: str
    after: str
    name: str

    @property
    def edited(self) -> bool:
        return self.name != self.before


@dataclass(frozen=True, slots=True)
class Difference:
    """What a load would change under one code. Each tuple is in level order, then by code."""

    code: str
    added: tuple[Row, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    ended: tuple[tuple[str, str], ...] = ()  # code, name
    postal_codes: tuple[tuple[str, str], ...] = ()  # code, new postal code

    def __bool__(self) -> bool:
        return bool(self.added or self.renamed or self.ended or self.postal_codes)


def difference(code: str, *, rows: Sequence[Row] | None = None) -> Difference:
    """Compare with the ministry's list and change nothing. AreaError for a code outside this installation."""
    rows = upstream.rows(code) if rows is None else rows
    code = rows[0].code
    _refuse_outsiders(code)
    here = {area.code: area for area in Area.objects.current().under(code).order_by("level", "code").iterator()}
    there = {row.code for row in rows}
    both = [(here[row.code], row) for row in rows if row.code in here]
    return Difference(
        code,
        added=tuple(row for row in rows if row.code not in here),
        renamed=tuple(
            Renamed(area.code, area.official_name, row.name, area.name)
            for area, row in both
            if area.official_name != row.name
        ),
        ended=tuple((area.code, area.name) for area in here.values() if area.code not in there),
        postal_codes=tuple((row.code, row.postal_code) for area, row in both if area.postal_code != row.postal_code),
    )


def _refuse_outsiders(code: str) -> None:
    root = Area.objects.current().filter(parent=None).first()
    if root is None:
        raise AreaError(_("Belum ada wilayah. Jalankan: jembatan init --area %(code)s") % {"code": code})
    if not covers(root.code, code):
        raise AreaError(
            _("%(code)s di luar wilayah instalasi ini, %(area)s (%(root)s).")
            % {"code": code, "area": root.title, "root": root.code}
        )


@transaction.atomic
def apply(found: Difference, *, rows: Sequence[Row] | None = None, by: models.Model | None = None) -> None:
    """Make it so: nothing is deleted, and an edited name stays. AreaError when it no longer is what was shown."""
    lock()
    if difference(found.code, rows=rows) != found:
        raise AreaError(_("Wilayah berubah sejak perbedaan ditampilkan. Jalankan perintah ini sekali lagi."))
    today = _today()
    _rename(found)
    _change_postal_codes(found)
    _current(code for code, _name in found.ended).update(valid_until=today)
    if found.added:
        insert(found.added, dict(Area.objects.current().values_list("code", "pk")), since=today)
    record(
        "areas.updated",
        Area.objects.root(),
        by=by,
        area=found.code,
        added=len(found.added),
        renamed=len(found.renamed),
        ended=len(found.ended),
    )


def _current(codes: object) -> models.QuerySet[Area]:
    return Area.objects.current().filter(code__in=list(codes))  # type: ignore[call-overload]


def _rename(found: Difference) -> None:
    new = {each.code: each for each in found.renamed}
    areas = list(_current(new))
    for area in areas:
        area.official_name = new[area.code].after
        area.name = area.name if new[area.code].edited else new[area.code].after
    Area.objects.bulk_update(areas, ["official_name", "name"], batch_size=1_000)


def _change_postal_codes(found: Difference) -> None:
    new = dict(found.postal_codes)
    areas = list(_current(new))
    for area in areas:
        area.postal_code = new[area.code]
    Area.objects.bulk_update(areas, ["postal_code"], batch_size=1_000)


def _today() -> date:
    """The day it is where the root lies."""
    return timezone.localdate(timezone=ZoneInfo(setting("zone", Area.objects.root())))
