"""The subtrees that a person works in, and the one that a page is about (`?di=`)."""

import re
from collections.abc import Collection

from django.http import Http404

from jembatan.areas.models import Area, covers
from jembatan.desk.access import StaffRequest
from jembatan.people.permissions import grants_for
from jembatan.people.roles import Permission

_CODE = re.compile(r"[0-9.]{1,13}")


def code_in(request: StaffRequest, name: str) -> str:
    """The area code in this part of the address; empty where there is none. 404 for what can be no code."""
    code = request.GET.get(name, "")
    if code and not _CODE.fullmatch(code):
        raise Http404
    return code


def codes_of(request: StaffRequest, permission: Permission) -> list[str]:
    """The codes of the person's grants that carry the permission, none of them inside another. One query."""
    held = {grant.area.code for grant in grants_for(request.user, permission)}
    return sorted(code for code in held if not any(other != code and covers(other, code) for other in held))


def chosen(request: StaffRequest, codes: Collection[str]) -> Area | None:
    """The area of `?di=`, or the person's only one; None where there are several to choose from. 404 for others'."""
    code = code_in(request, "di") or (next(iter(codes)) if len(codes) == 1 else "")
    if not code:
        return None
    area = Area.objects.current().select_related("parent").filter(code=code).first()
    if area is None or not any(covers(own, code) for own in codes):
        raise Http404
    return area
