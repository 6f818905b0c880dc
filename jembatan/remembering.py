"""Counts that grow: small ones are counted each time and are true to the second, large ones are a minute old."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

T = TypeVar("T")
LARGE = 5_000  # rows counted; no regency has as many villages
SECONDS = 60


def while_large(key: str, ask: Callable[[], T], size: Callable[[T], int]) -> T:
    """The answer, remembered for a minute where it was counted from many rows (`size` of the answer)."""
    known: T | None = cache.get(key)
    if known is not None:
        return known
    found = ask()
    if size(found) >= LARGE:
        cache.set(key, found, SECONDS)
    return found
