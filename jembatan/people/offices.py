"""Offices (perangkat daerah): added, changed, followed by others."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.audit.actions import record
from jembatan.people.errors import PeopleError
from jembatan.people.models import Office, Person


@transaction.atomic
def add(*, name: str, short_name: str, area: Area, valid_from: date, by: Person | None) -> Office:
    office = Office.objects.create(name=name, short_name=short_name, area=area, valid_from=valid_from)
    record("office.added", office, by=by, area=area.code)
    return office


@transaction.atomic
def change(
    *,
    office: Office,
    name: str,
    short_name: str,
    valid_from: date,
    valid_until: date | None,
    successors: Iterable[Office] = (),
    by: Person | None,
) -> Office:
    """A name, a date, who took over its work. PeopleError for dates out of order or an office that follows itself."""
    after = list(successors)
    if valid_until is not None and valid_until < valid_from:
        raise PeopleError(_("Tanggal berakhir harus sesudah tanggal mulai."))
    if office in after:
        raise PeopleError(_("Perangkat daerah tidak bisa menggantikan dirinya sendiri."))
    if after and valid_until is None:
        raise PeopleError(_("Isi tanggal berakhir: pengganti hanya untuk perangkat daerah yang berakhir."))
    office.name, office.short_name = name, short_name
    office.valid_from, office.valid_until = valid_from, valid_until
    office.save(update_fields=["name", "short_name", "valid_from", "valid_until"])
    office.successors.set(after)
    record("office.changed", office, by=by, area=office.area.code, successors=[one.pk for one in after])
    return office
