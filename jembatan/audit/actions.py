"""Writing the audit log. Called inside the transaction of the act it tells of."""

from typing import Any

from django.db import connection, models

from jembatan.audit.models import Entry


def subject_of(thing: models.Model) -> str:
    return f"{thing._meta.model_name}:{thing.pk}"


def record(action: str, on: models.Model, *, by: models.Model | None, area: str = "", **facts: Any) -> None:
    """Append one entry. `by=None` is the system. `facts` are ids, codes and counts, never personal data."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (transaction,) = cursor.fetchone()
    Entry.objects.create(
        actor=by.pk if by else None,
        action=action,
        subject=subject_of(on),
        area_code=area,
        facts=facts,
        transaction=transaction,
    )
