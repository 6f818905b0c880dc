"""What everyone may read: releases newest first by keyset, alerts that still hold, and the versions once published."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from jembatan.areas.settings import ancestors
from jembatan.releases.models import Decision, Picture, Release, ReleaseQuerySet, Urgency, Version
from jembatan.releases.workflow import State

PAGE = 20
ALERT_DAYS = 7  # how long an urgent release without an expiry is shown first
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(\d{1,16})-(\d{1,18})", re.ASCII)
_TOLD = [Decision.PUBLISHED, Decision.PUBLISHED_ALONE, Decision.CORRECTED]


class BadCursor(ValueError):
    """A cursor that was not made here."""


def cursor_after(release: Release) -> str:
    """Where the next page begins: microseconds since 1970 and id of the last release shown."""
    at = release.published_at or _EPOCH  # only published ones are listed
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{release.pk}"


def _older_than(cursor: str) -> Q:
    found = _CURSOR.fullmatch(cursor)
    if not found:
        raise BadCursor(cursor)
    at, pk = _EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
    return Q(published_at__lte=at) & (Q(published_at__lt=at) | Q(pk__lt=pk))


def covering(code: str) -> Q:
    """Releases whose targets hold this area, or a part of it."""
    parts = RawSQL(
        "SELECT v.id FROM releases_version v, unnest(v.targets) AS t(code)"
        ' WHERE %s = \'0\' OR (t.code COLLATE "C" > %s AND t.code COLLATE "C" < %s)',
        [code, f"{code}.", f"{code}/"],
    )
    return Q(published__targets__overlap=ancestors(code)) | Q(published__in=parts)


def public_releases() -> ReleaseQuerySet:
    """Published and withdrawn ones with their text, newest first."""
    rows: ReleaseQuerySet = Release.objects.public().select_related("published", "area")
    return rows.order_by("-published_at", "-pk")


def newest(
    *, kind: str = "", area: str = "", cursor: str = "", size: int = PAGE, withdrawn: bool = True
) -> tuple[list[Release], str]:
    """A page of releases without their bodies, and the cursor of the next one ("" on the last). Raises BadCursor."""
    rows = public_releases().defer("published__body")
    if kind:
        rows = rows.filter(published__kind=kind)
    if area:
        rows = rows.filter(covering(area))
    if not withdrawn:
        rows = rows.filter(state=State.PUBLISHED)
    if cursor:
        rows = rows.filter(_older_than(cursor))
    page = list(rows[: size + 1])
    return page[:size], cursor_after(page[size - 1]) if len(page) > size else ""


def alerts(now: datetime | None = None, size: int = 3) -> list[Release]:
    """Urgent releases that still hold: not expired, and without an expiry for a week."""
    now = now or timezone.now()
    holds = Q(published__expires_at__gt=now) | Q(
        published__expires_at=None, published_at__gt=now - timedelta(days=ALERT_DAYS)
    )
    rows = public_releases().filter(holds, state=State.PUBLISHED, published__urgency=Urgency.URGENT)
    return list(rows.defer("published__body")[:size])


@dataclass(frozen=True, slots=True)
class Told:
    """A version that people could read, and since when."""

    version: Version
    at: datetime
    correction: bool


def told(release: Release) -> list[Told]:
    """The versions that were ever public, newest first. Drafts before publishing and between are never among them."""
    reviews = release.reviews.filter(decision__in=_TOLD).select_related("version").order_by("at", "pk")
    found: dict[int, Told] = {}
    for review in reviews:
        correction = review.decision == Decision.CORRECTED
        at = review.at if correction or release.published_at is None else release.published_at
        found.setdefault(review.version_id, Told(review.version, at, correction))
    return list(reversed(found.values()))


def published_pictures() -> QuerySet[Picture]:
    """Those of a version that people could read once; what only a draft showed is not among them."""
    told = Version.objects.filter(pictures=OuterRef("pk"), reviews__decision__in=_TOLD)
    return Picture.objects.filter(Exists(told))
