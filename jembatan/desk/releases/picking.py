"""Picking areas in the tree: all of it on the page where it is small, else branch by branch and by searching.

A picked area stands for everything below it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from jembatan.areas.models import Area, Level, covers
from jembatan.desk.access import StaffRequest
from jembatan.desk.releases.loading import desk_page
from jembatan.people.roles import Permission

INLINE = 400  # areas that a page may show at once
FOUND = 30  # results of a search
_CODE = re.compile(r"\d[\d.]{0,12}", re.ASCII)
MOST = 500  # codes of one release; whoever wants more picks the area above


@dataclass(frozen=True, slots=True)
class Picker:
    """What the page shows to pick from. `areas` as components/tree.html wants them."""

    root: dict[str, Any]
    areas: list[dict[str, Any]]
    whole: bool  # the whole tree stands on the page; else branches are fetched
    chosen: list[Area] = field(default_factory=list)  # shown on top where the tree may not hold them
    found: list[Area] = field(default_factory=list)


def picker(area: Area, chosen: Collection[str], search: str = "") -> Picker:
    rows = list(Area.objects.current().under(area.code).order_by("code")[: INLINE + 1])
    root = _node(area, chosen)
    if len(rows) <= INLINE:
        return Picker(root, _nested(rows, area, chosen), whole=True)
    picked = Area.objects.current().under(area.code).filter(code__in=codes(chosen)).select_related("parent")
    found = search_areas(area, search) if search else []
    return Picker(root, children(area), whole=False, chosen=list(picked.order_by("code")), found=found)


def _node(area: Area, chosen: Collection[str] = ()) -> dict[str, Any]:
    node = {"code": area.code, "name": area.title, "checked": area.code in chosen}
    return node | {"children": [], "open": False, "more": area.level < Level.VILLAGE}


def _nested(rows: list[Area], root: Area, chosen: Collection[str]) -> list[dict[str, Any]]:
    """The rows below the root as a tree; a branch in which something is picked stands open."""
    nodes = {row.pk: _node(row, chosen) for row in rows}
    for row in reversed(rows):
        if row.pk != root.pk and row.parent_id in nodes:
            above, node = nodes[row.parent_id], nodes[row.pk]
            above["children"].insert(0, node)
            above["open"] |= node["checked"] or node["open"]
    below: list[dict[str, Any]] = nodes[root.pk]["children"]
    return below


def children(area: Area) -> list[dict[str, Any]]:
    return [_node(child) for child in Area.objects.current().filter(parent=area).order_by("code")]


def search_areas(area: Area, text: str) -> list[Area]:
    """Areas of this subtree by code or by a part of their name, the larger ones first."""
    wanted = " ".join(text.replace("\0", " ").split())
    rows = Area.objects.current().under(area.code).filter(Q(code=wanted) | Q(name__icontains=wanted))
    return list(rows.select_related("parent").order_by("level", "code")[:FOUND])


def codes(sent: Collection[str]) -> list[str]:
    """What could be a code at all, of what a browser sent."""
    return [code for code in sent if _CODE.fullmatch(code)]


def known(sent: Collection[str], area: Area) -> set[str]:
    """Those codes that are current areas in this subtree."""
    rows = Area.objects.current().under(area.code).filter(code__in=codes(sent))
    return set(rows.values_list("code", flat=True))


def smallest(targets: Collection[str]) -> list[str]:
    """The same targets without those that another one covers."""
    return sorted(code for code in targets if not any(covers(other, code) for other in targets if other != code))


@desk_page(Permission.WRITE_RELEASES)
def branch(request: StaffRequest) -> HttpResponse:
    """The areas right below one (the root), for a branch that is opened."""
    areas = Area.objects.current()
    wanted = request.GET.get("di")
    area = areas.root() if wanted is None else get_object_or_404(areas, code__in=codes([wanted]))
    return render(request, "desk/releases/branch.html", {"areas": children(area)})
