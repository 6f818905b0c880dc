"""What the board asks: by which areas it groups, and the villages in the order in which they need somebody."""

import re
from dataclasses import dataclass

from django.db.models import Q

from jembatan.areas.models import NATION, Level, level_of, under
from jembatan.areas.tiles import MOST
from jembatan.relays.models import Relay, RelayQuerySet
from jembatan.releases.models import Release


def board_level(villages: int, code: str) -> Level:
    """How a board of this subtree groups: by districts where the squares fit a page, else by the next level down."""
    if villages <= MOST or level_of(code) >= Level.REGENCY:
        return Level.DISTRICT
    return Level(level_of(code) + 1)


def common_code(codes: list[str]) -> str:
    """The narrowest subtree that holds all of these: `16.06.01` and `16.06.02.2001` → `16.06`."""
    parts = [[] if code == NATION else code.split(".") for code in codes]
    shared = []
    for column in zip(*parts, strict=False):
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    return ".".join(shared) or NATION


def in_subtree(release: Release, code: str) -> RelayQuerySet:
    """The relays of one subtree, their areas and districts loaded."""
    rows = Relay.objects.filter(under(code, "code"), release=release)
    return rows.select_related("area__parent", "group")


_PLACE = re.compile(r"([0-5])~([0-9.]{1,13})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of villages begins: after this state and code."""

    state: int
    code: str

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """`1~16.06.01.2001`; None for anything else, which is the first page."""
        found = _PLACE.fullmatch(text)
        return cls(int(found[1]), found[2]) if found else None

    def __str__(self) -> str:
        return f"{self.state}~{self.code}"


def villages_page(release: Release, *, code: str, after: Place | None = None, size: int = 100) -> list[Relay]:
    """The villages of one subtree, those that are least far first, then by code."""
    rows = in_subtree(release, code).order_by("state", "code")
    if after:
        rows = rows.filter(Q(state__gt=after.state) | Q(state=after.state, code__gt=after.code))
    return list(rows[:size])


def squares(release: Release, *, code: str) -> list[tuple[str, str, int, int]]:
    """Code, name, state and relay id of each village of the subtree, by code: for a map of at most `MOST` squares."""
    rows = Relay.objects.filter(under(code, "code"), release=release).order_by("code")
    return list(rows.values_list("code", "area__name", "state", "pk")[:MOST])
