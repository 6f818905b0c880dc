"""People's word on the days off. Rows are struck, never deleted: seeding would bring them back."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from jembatan.areas.errors import AreaError
from jembatan.areas.holidays import lock
from jembatan.areas.models import Area, Holiday
from jembatan.audit.actions import record


@transaction.atomic
def add(*, day: date, name: str, kind: str, source: str, by: models.Model) -> Holiday:
    """One more day off, or one that was struck again. AreaError where it is in the list already."""
    lock()
    found = Holiday.objects.filter(date=day, kind=kind).first()
    if found and not found.struck:
        raise AreaError(_("Tanggal itu sudah ada di daftar dengan jenis yang sama."))
    said = {"name": name, "source": source, "by_hand": True, "struck": False}
    holiday, _made = Holiday.objects.update_or_create(date=day, kind=kind, defaults=said)
    _tell("holiday.added", holiday, by)
    return holiday


@transaction.atomic
def change(*, holiday: Holiday, day: date, name: str, kind: str, source: str, by: models.Model) -> Holiday:
    """Another date or kind strikes this row and makes a new one, so that seeding does not bring the old day back."""
    if (day, kind) != (holiday.date, holiday.kind):
        moved = add(day=day, name=name, kind=kind, source=source, by=by)
        strike(holiday=holiday, by=by)
        return moved
    Holiday.objects.filter(pk=holiday.pk).update(name=name, source=source, by_hand=True)
    holiday.refresh_from_db()
    _tell("holiday.changed", holiday, by)
    return holiday


@transaction.atomic
def strike(*, holiday: Holiday, by: models.Model) -> None:
    """It is a working day after all, whatever the sources say."""
    _set_struck(holiday, True, "holiday.struck", by)


@transaction.atomic
def restore(*, holiday: Holiday, by: models.Model) -> None:
    _set_struck(holiday, False, "holiday.restored", by)


def _set_struck(holiday: Holiday, struck: bool, action: str, by: models.Model) -> None:
    """What is so already leaves no second trace."""
    if Holiday.objects.filter(pk=holiday.pk, struck=not struck).update(struck=struck, by_hand=True):
        _tell(action, holiday, by)


def _tell(action: str, holiday: Holiday, by: models.Model) -> None:
    area = Area.objects.root().code
    record(action, holiday, by=by, area=area, date=holiday.date.isoformat(), kind=holiday.kind)
