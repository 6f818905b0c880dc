"""Published releases and their reach; withdrawn ones stay, marked as such."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import P, QueryEx, Router
from ninja.errors import ValidationError

from jembatan.api import schemas
from jembatan.areas.finding import CODE_PATTERN
from jembatan.relays import queries
from jembatan.releases import public
from jembatan.releases.models import Release
from jembatan.releases.readings import readers

router = Router(tags=["releases"])

UNREACHED = 3_000  # villages in one answer; no regency has as many
FROM_VERSION = ["title", "short", "kind", "urgency", "topics", "source", "language", "targets", "expires_at"]
FROM_RELEASE = ["published_at", "original_date", "withdrawn_at", "withdrawn_because", "invented"]


def _summary(release: Release) -> dict[str, Any]:
    text = {name: getattr(release.text, name) for name in FROM_VERSION}
    facts = {name: getattr(release, name) for name in FROM_RELEASE}
    return {"id": release.pk, "url": settings.BASE_URL + release.get_absolute_url(), **text, **facts}


def _pictures(release: Release) -> list[dict[str, Any]]:
    rows = release.text.pictures.order_by("pk")
    return [{"url": settings.BASE_URL + p.file.url, "alt": p.alt, "width": p.width, "height": p.height} for p in rows]


@router.get("", response={200: schemas.ReleasePage, 422: schemas.Problem}, summary="Releases, the newest first")
def releases(
    request: HttpRequest,  # noqa: ARG001
    cursor: QueryEx[str, P(description="`next` of the page before")] = "",
    limit: QueryEx[int, P(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    try:
        rows, following = public.newest(cursor=cursor, size=limit)
    except public.BadCursor:
        raise ValidationError([{"loc": ("query", "cursor"), "msg": "not a cursor of this API"}]) from None
    return {"items": [_summary(row) for row in rows], "next": following or None}


@router.get(
    "/{release_id}", response={200: schemas.Release, 404: schemas.Problem, 422: schemas.Problem}, summary="One release"
)
def release(request: HttpRequest, release_id: int) -> dict[str, Any]:  # noqa: ARG001
    found = get_object_or_404(public.public_releases(), pk=release_id)
    corrections = [{"at": told.at, "note": told.version.note} for told in public.told(found) if told.correction]
    more = {"body": found.text.body, "pictures": _pictures(found), "corrections": corrections}
    return _summary(found) | more | {"readers": readers(found)}


@router.get(
    "/{release_id}/reach",
    response={200: schemas.Reach, 404: schemas.Problem, 422: schemas.Problem},
    summary="How far a release came, and which villages it did not reach",
)
def reach(
    request: HttpRequest,  # noqa: ARG001
    release_id: int,
    after: QueryEx[str, P(pattern=rf"^(?:{CODE_PATTERN})?$", description="`unreached_next` of the page before")] = "",
) -> dict[str, Any]:
    """The unreached villages are all in one answer up to 3,000 of them, by code; a larger target comes in pages."""
    found = get_object_or_404(public.public_releases(), pk=release_id)
    facts = queries.as_json(found, after=after, size=UNREACHED + 1)
    villages = facts["unreached"]
    following = villages[UNREACHED - 1]["code"] if len(villages) > UNREACHED else None
    return facts | {"unreached": villages[:UNREACHED], "unreached_next": following}
