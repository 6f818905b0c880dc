"""Writing the audit log. Called inside the transaction of the act it tells of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from jembatan.audit.models import Entry


def subject_of(thing: models.Model) -> str:
    return f"{thing._meta.model_name}:{thing.pk}"


def record(
    action: str, on: models.Model, *, by: models.Model | None, area: str = "", at: datetime | None = None, **facts: Any
) -> None:
    """Append one entry. `by=None` is the system. `facts` are ids, codes and counts, never personal data.

    `at`: instead of this moment, the beginning of the day where somebody anonymous did it.
    """
    record_all(action, [(on, area, facts)], by=by, at=at)


def record_all(
    action: str,
    on: Iterable[tuple[models.Model, str, dict[str, Any]]],
    *,
    by: models.Model | None,
    at: datetime | None = None,
) -> None:
    """The same act on many things, in one statement: each with its area's code and its facts."""
    actor, moment = by.pk if by else None, {"at": at} if at else {}
    Entry.objects.bulk_create(
        Entry(
            actor=actor,
            action=action,
            subject=subject_of(thing),
            area_code=area,
            facts=facts,
            **moment,
        )
        for thing, area, facts in on
    )
