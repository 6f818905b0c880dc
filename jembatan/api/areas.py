"""The territory: an area, what is above it and what lies directly below."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import P, PathEx, QueryEx, Router

from jembatan.api import schemas
from jembatan.areas.finding import CODE_PATTERN
from jembatan.areas.models import Area, Boundary, under
from jembatan.people.models import Group

router = Router(tags=["areas"])
_WHOLE = rf"^(?:{CODE_PATTERN})$"


def _children(area: Area, after: str, limit: int) -> dict[str, Any]:
    found = list(area.children.current().filter(code__gt=after).order_by("code")[: limit + 1])
    shown = found[:limit]
    return {"items": shown, "next": shown[-1].code if len(found) > limit else None}


@router.get(
    "/{code}", response={200: schemas.Area, 404: schemas.Problem, 422: schemas.Problem}, summary="One area of the tree"
)
def area(
    request: HttpRequest,  # noqa: ARG001
    code: PathEx[str, P(pattern=_WHOLE, description="Kemendagri code, as in 16.06.01.2001")],
    after: QueryEx[str, P(pattern=rf"^$|{_WHOLE}", description="`children.next` of the page before")] = "",
    limit: QueryEx[int, P(ge=1, le=200)] = 100,
) -> dict[str, Any]:
    found = get_object_or_404(Area.objects.current().select_related("parent"), code=code)
    return {
        "code": found.code,
        "name": found.name,
        "kind": found.kind,
        "parent": found.parent,
        "children": _children(found, after, limit),
        "groups": Group.objects.current().filter(under(code, "home__code")).count(),
        "has_boundary": Boundary.objects.filter(area=found).exists(),
    }
