"""Writing the audit log. Called inside the transaction of the act it tells of."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models

from jembatan.audit.models import Entry


def subject_of(thing: models.Model) -> str:
    return f"{thing._meta.model_name}:{thing.pk}"


def record(action: str, on: models.Model, *, by: models.Model | None, area: str = "", **facts: Any) -> None:
    """Append one entry. `by=None` is the system. `facts` are ids, codes and counts, never personal data."""
    record_all(action, [(on, area, facts)], by=by)


def record_all(action: str, on: Iterable[tuple[models.Model, str, dict[str, Any]]], *, by: models.Model | None) -> None:
    """The same act on many things, in two statements: each with its area's code and its facts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (transaction,) = cursor.fetchone()
    actor = by.pk if by else None
    Entry.objects.bulk_create(
        Entry(
            actor=actor,
            action=action,
            subject=subject_of(thing),
            area_code=area,
            facts=facts,
            transaction=transaction,
        )
        for thing, area, facts in on
    )
