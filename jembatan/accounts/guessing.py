"""Against guessing and flooding: what axes is told about a try, and how often one network may ask for links."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jembatan.flooding import too_often
from jembatan.releases.readings import network

AT_MOST = 20  # letters asked for from one network in a quarter of an hour: an office of people shares one


def locked(request: HttpRequest, *_of_axes: Any) -> HttpResponse:
    """What axes shows after too many wrong passwords."""
    return render(request, "accounts/locked.html", status=429)


def asks_too_often(request: HttpRequest) -> bool:
    return too_often("sign-in", network(request), AT_MOST)
