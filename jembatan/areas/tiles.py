"""The tile map: one square per unit, in rows below the name of its group. Needs no polygons and hides no village."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

MOST = 1_500  # squares on a page
SIDE, GAP = 16, 3  # of a square and between two, in units of the drawing
LABEL, AFTER = 18, 10  # height of a group's name; space below a group


@dataclass(frozen=True, slots=True)
class Unit:
    """One square to draw; units of a group come one after the other. `value` is for the template."""

    code: str
    group: str
    value: str


@dataclass(frozen=True, slots=True)
class Square:
    code: str
    value: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Group:
    """A name (its baseline at x, y) and the squares below it."""

    label: str
    x: int
    y: int
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class TileMap:
    width: int
    height: int
    side: int
    groups: tuple[Group, ...]


def tiles(units: Iterable[Unit], *, columns: int = 16, across: int = 1) -> TileMap:
    """Lay out: `columns` squares in a row, `across` groups side by side, each where there is most room."""
    step = SIDE + GAP
    pitch, bottoms, groups = (columns + 1) * step, [0] * across, []
    for label, members in groupby(units, key=lambda unit: unit.group):
        column = bottoms.index(min(bottoms))
        x, y = column * pitch, bottoms[column]
        squares = _squares(list(members), columns, x, y + LABEL)
        groups.append(Group(label, x, y + LABEL - 5, squares))
        bottoms[column] = squares[-1].y + SIDE + AFTER
    used = max(1, min(across, len(groups)))
    return TileMap(used * pitch - step - GAP, max(0, max(bottoms) - AFTER), SIDE, tuple(groups))


def _squares(units: Sequence[Unit], columns: int, x: int, y: int) -> tuple[Square, ...]:
    step = SIDE + GAP
    return tuple(
        Square(unit.code, unit.value, x + at % columns * step, y + at // columns * step)
        for at, unit in enumerate(units)
    )
