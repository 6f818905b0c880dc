"""Whose turn it is: urgent dispatches first but never alone, and offices share what a batch holds."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

OTHERS = 5  # one letter in five is not urgent, while urgent ones wait
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Due:
    """A dispatch with letters to send now."""

    dispatch_id: int
    urgent: bool
    office_id: int | None


def shares(due: Iterable[Due], limit: int) -> dict[int, int]:
    """How many letters of each dispatch go into a batch of `limit`; they sum to `limit` unless nothing is due."""
    lanes: dict[bool, list[Due]] = defaultdict(list)
    for one in due:
        lanes[one.urgent].append(one)
    if len(lanes) < 2:
        return {pk: n for lane in lanes.values() for pk, n in _of_lane(lane, limit).items()}
    others = _others(limit)
    return _of_lane(lanes[True], limit - others) | _of_lane(lanes[False], others)


def _others(limit: int) -> int:
    """A fifth, and by chance where a fifth is less than one letter."""
    whole, rest = divmod(limit, OTHERS)
    return whole + (random.randrange(OTHERS) < rest)  # noqa: S311 - no secret


def _of_lane(lane: Sequence[Due], limit: int) -> dict[int, int]:
    offices: dict[int | None, list[int]] = defaultdict(list)
    for one in lane:
        offices[one.office_id].append(one.dispatch_id)
    parts = _split(list(offices), limit)
    return {pk: n for office, part in parts.items() for pk, n in _split(offices[office], part).items()}


def _split(who: list[T], limit: int) -> dict[T, int]:
    """As even as it goes, the rest by lot; who would get nothing is left out."""
    each, rest = divmod(limit, len(who))
    random.shuffle(who)
    return {one: n for place, one in enumerate(who) if (n := each + (place < rest))}
