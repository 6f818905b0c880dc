"""Filling an empty installation with the tree below one code."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import TypeVar

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from jembatan.areas import upstream
from jembatan.areas.errors import AreaError
from jembatan.areas.models import NATION, Area, level_of
from jembatan.areas.upstream import Row
from jembatan.audit.actions import record

T = TypeVar("T")
Progress = Callable[[int, int], None]  # rows done, rows in all
BATCH = 5_000  # rows per statement: 91,600 areas in seconds, at a few MiB each


def silent(done: int, total: int) -> None:
    """Progress that nobody looks at."""


@transaction.atomic
def load(
    code: str, *, rows: Sequence[Row] | None = None, progress: Progress = silent, by: models.Model | None = None
) -> Area:
    """Load the area and its subtree, and return it: the root of this installation.

    All or nothing. AreaError for a code that nobody knows, or when there are areas already.
    `rows` stand in for the ministry's, parents before children.
    """
    rows = upstream.rows(code) if rows is None else rows
    lock()
    refuse_a_second_root(rows[0].code)
    insert(rows, {}, progress=progress)
    root = Area.objects.root()
    record("areas.loaded", root, by=by, area=root.code, count=len(rows))
    return root


def lock() -> None:
    """One load at a time; readers are not kept waiting. Until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE areas_area IN SHARE ROW EXCLUSIVE MODE")


def refuse_a_second_root(code: str) -> None:
    """AreaError when there is a root already."""
    root = Area.objects.current().filter(parent=None).first()
    if root is None:
        return
    again = _("Untuk memuat ulang: jembatan areas load --area %s") % code
    other = _("Satu instalasi melayani satu wilayah; pakai basis data lain untuk %s.") % code
    raise AreaError(
        _("Instalasi ini sudah melayani %(area)s (%(code)s). %(advice)s")
        % {"area": root.title, "code": root.code, "advice": again if root.code == code else other}
    )


def insert(
    rows: Sequence[Row], parents: dict[str, int], *, since: date | None = None, progress: Progress = silent
) -> None:
    """Write the rows level by level. `parents`: ids of the areas that are there; none: the first row is the root."""
    done, ids = 0, dict(parents)
    for _level, peers in groupby(rows, key=lambda row: level_of(row.code)):
        for batch in batches(peers, BATCH):
            areas = [_area(row, ids, since) for row in batch]
            ids |= {area.code: area.pk for area in Area.objects.bulk_create(areas)}
            done += len(batch)
            progress(done, len(rows))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE areas_area")  # else the planner believes the table empty for a minute


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    things = iter(things)
    while batch := list(islice(things, size)):
        yield batch


def _area(row: Row, ids: dict[str, int], since: date | None) -> Area:
    if ids and parent_code(row.code) not in ids:
        raise AreaError(_("Wilayah %(code)s tidak punya induk di data sumber.") % {"code": row.code})
    return Area(
        code=row.code,
        level=level_of(row.code),
        kind=row.kind,
        official_name=row.name,
        name=row.name,
        parent_id=ids.get(parent_code(row.code)),
        postal_code=row.postal_code,
        valid_from=since,
    )


def parent_code(code: str) -> str:
    """`16.06.01` → `16.06`, `16` → `0`."""
    return code.rpartition(".")[0] or NATION
