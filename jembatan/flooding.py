"""How often one network may cause a letter. Each web process counts for itself, so the true bound is higher."""

from django.core.cache import cache

from jembatan.keyring import mac

A_QUARTER = 15 * 60  # seconds


def over(what: str, network: str, at_most: int) -> bool:
    """Whether it was more than `at_most` already; counts nothing."""
    return bool(cache.get(_key(what, network), 0) > at_most)


def too_often(what: str, network: str, at_most: int) -> bool:
    """Count one more; whether that is more than `at_most` in a quarter of an hour."""
    key = _key(what, network)
    cache.add(key, 0, A_QUARTER)
    try:
        return cache.incr(key) > at_most
    except ValueError:  # it ran out between the two
        return False


def _key(what: str, network: str) -> str:
    return f"{what}-{mac(what, network).hex()}"
