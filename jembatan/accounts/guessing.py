"""Against guessing and flooding: what axes is told about a try, and how often one network may ask for links."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jembatan.keyring import mac
from jembatan.releases.readings import network

A_QUARTER = 15 * 60  # seconds
AT_MOST = 20  # letters asked for from one network in a quarter of an hour: an office of people shares one


def locked(request: HttpRequest, *_of_axes: Any) -> HttpResponse:
    """What axes shows after too many wrong passwords."""
    return render(request, "accounts/locked.html", status=429)


def asks_too_often(request: HttpRequest) -> bool:
    """Counted by each web process for itself, so the true bound is this times their number."""
    key = "sign-in-" + mac("sign-in", network(request)).hex()
    cache.add(key, 0, A_QUARTER)
    try:
        return cache.incr(key) > AT_MOST
    except ValueError:  # it ran out between the two
        return False
