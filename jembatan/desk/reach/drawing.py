"""The two maps of a board: squares, which need no polygons and hide no village, and the real one."""

from dataclasses import dataclass
from itertools import groupby

from django.core.cache import cache
from django.urls import reverse

from jembatan.areas.maps import outline
from jembatan.areas.models import Area, Boundary, Level, level_of, under
from jembatan.areas.tiles import LABEL, MOST, SIDE, tiles
from jembatan.areas.tiles import Unit as Tile
from jembatan.relays import board
from jembatan.relays.models import State
from jembatan.relays.queries import Unit
from jembatan.relays.queries import units as units_of
from jembatan.releases.models import Release

COLUMNS = 8  # squares in a row, so that two groups stand side by side on a telephone
SECONDS = 600  # how long the paths of an area are remembered


@dataclass(frozen=True, slots=True)
class Spot:
    """A village, or a whole area where villages would be too many: what its square and its shape show."""

    code: str
    name: str
    group: str
    state: State
    url: str


@dataclass(frozen=True, slots=True)
class Square:
    spot: Spot
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Group:
    """One small drawing: the villages of a district, the regencies of a province."""

    name: str
    view_box: str
    width: int
    height: int
    squares: list[Square]


@dataclass(frozen=True, slots=True)
class Form:
    """An area on the real map; `d` is the path's."""

    spot: Spot
    d: str


def spots(release: Release, code: str, villages: int, units: list[Unit], level: Level) -> list[Spot]:
    """What the maps show: villages up to 1,500, else the level below the table's. One query."""
    if villages <= MOST:
        names = {unit.code: unit.name for unit in units}
        return [
            Spot(village, name, names.get(village.rpartition(".")[0], ""), State(state), _history(pk))
            for village, name, state, pk in board.squares(release, code=code)
        ]
    below = units_of(release, Level(level + 1), under=code, half=False)
    return [Spot(u.code, u.name, u.parent, u.median, f"?wilayah={u.code}") for u in sorted(below, key=lambda u: u.code)]


def _history(relay: int) -> str:
    return reverse("desk:relay_history", args=[relay])


def grouped(found: list[Spot], columns: int = COLUMNS) -> list[Group]:
    """A small drawing for each group, so that a narrow page puts them below each other."""
    return [_group(name, list(members), columns) for name, members in groupby(found, key=lambda spot: spot.group)]


def _group(name: str, members: list[Spot], columns: int) -> Group:
    drawn = tiles([Tile(spot.code, name, spot.state.key) for spot in members], columns=columns)
    laid = drawn.groups[0].squares
    squares = [Square(spot, at.x, at.y - LABEL) for spot, at in zip(members, laid, strict=True)]
    width, height = max(square.x for square in squares) + SIDE + 2, drawn.height - LABEL + 2
    return Group(name, f"-1 -1 {width} {height}", width, height, squares)


def has_boundaries(code: str) -> bool:
    return Boundary.objects.filter(under(code, "area__code"), area__level__gte=Level.REGENCY).exists()


def shapes(found: list[Spot], code: str) -> tuple[str, list[Form]]:
    """The view box, and the areas that have a boundary. They change seldom, so their paths are remembered a while."""
    level = level_of(found[0].code) if found else Level.VILLAGE
    key = f"outline:{code}:{level}"
    view_box, paths = cache.get(key) or ("", {})
    if not paths:
        view_box, paths = _paths(code, level)
        cache.set(key, (view_box, paths), SECONDS)
    return view_box, [Form(spot, paths[spot.code]) for spot in found if spot.code in paths]


def _paths(code: str, level: int) -> tuple[str, dict[str, str]]:
    drawn = outline(Area.objects.current().under(code).filter(level=level))
    codes = dict(Area.objects.filter(pk__in=[shape.area_id for shape in drawn.shapes]).values_list("pk", "code"))
    return drawn.view_box, {codes[shape.area_id]: shape.d for shape in drawn.shapes}
