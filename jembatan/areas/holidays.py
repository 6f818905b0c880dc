"""The days off of this installation: seeded from outside; what people corrected (`corrections`) stays."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from jembatan.areas import decrees
from jembatan.areas.clock import today
from jembatan.areas.models import Area, Holiday, HolidayKind
from jembatan.audit.actions import record

OCTOBER = 10  # by then the ministers have usually decreed the next year
Key = tuple[date, str]


def lock() -> None:
    """One change of the list at a time; readers are not kept waiting. Until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE areas_holiday IN SHARE ROW EXCLUSIVE MODE")


def usual_years() -> list[int]:
    """The last one too: deadlines that run over New Year began in it."""
    year = today().year
    return [year - 1, year, year + 1]


@transaction.atomic
def seed(years: Iterable[int], *, by: models.Model | None = None) -> int:
    """Fill in what the sources know of these years; how many rows changed. Again: nothing changes.

    A row that a person touched stays as it is, and a year known by decree is never replaced by the package's guess.
    """
    lock()
    changed = {year: _seed(year) for year in years}
    root = Area.objects.root()
    for year, count in changed.items():
        if count:
            record("holidays.seeded", root, by=by, area=root.code, year=year, rows=count)
    return sum(changed.values())


def _seed(year: int) -> int:
    wanted = {(row.date, str(row.kind)): row for row in decrees.of_year(year)}
    have: dict[Key, Holiday] = {(one.date, one.kind): one for one in Holiday.objects.filter(date__year=year)}
    ours = {key: one for key, one in have.items() if not one.by_hand}
    if not wanted or _worse(wanted.values(), ours.values()):
        return 0
    gone = [one.pk for key, one in ours.items() if key not in wanted]
    changed = [one for key, one in ours.items() if key in wanted and _renew(one, wanted[key])]
    new = [Holiday(**_fields(row)) for key, row in wanted.items() if key not in have]
    Holiday.objects.filter(pk__in=gone).delete()
    Holiday.objects.bulk_update(changed, ["name", "source"])
    Holiday.objects.bulk_create(new)
    return len(gone) + len(changed) + len(new)


def _worse(wanted: Iterable[decrees.Row], ours: Iterable[Holiday]) -> bool:
    """A guess in place of a decree."""
    guessed = all(row.source.startswith(decrees.PACKAGE) for row in wanted)
    return guessed and any(not one.source.startswith(decrees.PACKAGE) for one in ours)


def _renew(one: Holiday, row: decrees.Row) -> bool:
    before = one.name, one.source
    one.name, one.source = row.name, row.source
    return before != (row.name, row.source)


def _fields(row: decrees.Row) -> dict[str, object]:
    return {"date": row.date, "kind": row.kind, "name": row.name, "source": row.source}


def unknown_years() -> list[int]:
    """Years whose cuti bersama are not there: this one, and from October on the next."""
    now = today()
    wanted = [now.year] + ([now.year + 1] if now.month >= OCTOBER else [])
    known = Holiday.objects.filter(kind=HolidayKind.CUTI_BERSAMA, date__year__in=wanted)
    years = {day.year for day in known.values_list("date", flat=True)}
    return [year for year in wanted if year not in years]


def warning(year: int) -> str:
    """What the office should know about a year of `unknown_years`, as one sentence."""
    return _(
        "Cuti bersama tahun %(year)d belum ada di daftar hari libur. Batas waktu di tahun itu bisa terhitung terlalu "
        "cepat; isi begitu keputusan bersama tiga menteri terbit."
    ) % {"year": year}
