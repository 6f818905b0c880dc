"""Releases to read: the list, one release, its versions, and the page behind a relay's public link."""

from itertools import pairwise
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jembatan.areas.models import Area
from jembatan.public.addresses import following
from jembatan.public.page import cacheable, page, prefix
from jembatan.relays.counts import counts
from jembatan.relays.links import shared_relay
from jembatan.releases import public as releases
from jembatan.releases.differences import compare
from jembatan.releases.markdown import to_html
from jembatan.releases.models import Kind, Release
from jembatan.releases.readings import readers
from jembatan.releases.workflow import State

PAGE = 18  # rows of two and of three cards
NAMED_TARGETS = 6  # how many areas are named before "and so many more"


def _kinds(chosen: str) -> list[dict[str, Any]]:
    start = f"{prefix()}/rilis/"
    tabs = [
        {"label": label, "url": f"{start}?jenis={value}", "active": value == chosen} for value, label in Kind.choices
    ]
    return [{"label": _("Semua"), "url": start, "active": not chosen}, *tabs]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    kind, cursor = request.GET.get("jenis", ""), request.GET.get("sebelum", "")
    if kind and kind not in Kind.values:
        raise Http404
    try:
        rows, older = releases.newest(kind=kind, cursor=cursor, size=PAGE)
    except releases.BadCursor:
        raise Http404 from None
    more = {"kind": kind, "kinds": _kinds(kind), "older": following(sebelum=older, jenis=kind), "cursor": cursor}
    return page(request, "public/releases.html", {"releases": rows, **more})


def _targets(codes: list[str]) -> tuple[list[str], int]:
    """The names of the target areas, and how many are not named."""
    named = Area.objects.current().filter(code__in=codes[:NAMED_TARGETS]).order_by("code")
    return [area.title for area in named], max(0, len(codes) - NAMED_TARGETS)


def _facts(release: Release) -> dict[str, Any]:
    """Everything that the page of a release shows."""
    text = release.text
    targets, more_targets = _targets(text.targets)
    return {
        "release": release,
        "text": text,
        "address": f"{prefix()}{release.get_absolute_url()}",
        "body": to_html(text.body),
        "lead": "" if text.short.rstrip("… ") in text.body else text.short,
        "pictures": list(text.pictures.order_by("pk")),
        "corrections": [told for told in releases.told(release) if told.correction],
        "targets": targets,
        "more_targets": more_targets,
        "expired": text.expires_at is not None and text.expires_at <= timezone.now(),
        "withdrawn": release.state == State.WITHDRAWN,
        "readers": number_format(readers(release), force_grouping=True),
        "earlier": number_format(release.earlier_views, force_grouping=True) if release.earlier_views else "",
        "counts": counts([release.pk])[release.pk],
        "host": settings.BASE_URL,
    }


@require_safe
def show(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:  # noqa: ARG001  (the address is compared whole)
    release = get_object_or_404(releases.public_releases(), pk=pk)
    address = f"{prefix()}{release.get_absolute_url()}"
    if request.path != address:
        return cacheable(HttpResponsePermanentRedirect(address))
    return page(request, "public/release.html", _facts(release))


@require_safe
def shared(request: HttpRequest, code: str) -> HttpResponse:
    """A relay's public link: the release itself, with the name of the village that it was passed on in."""
    code = code.lower()
    relay = shared_relay(code)
    if relay is None:
        raise Http404
    group = relay.group.name if relay.group else ""
    return page(request, "public/release.html", _facts(relay.release) | {"relay": relay, "group": group, "code": code})


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version that people could read; two of them side by side, each change marked."""
    release = get_object_or_404(releases.public_releases(), pk=pk)
    told = releases.told(release)
    changes = [(new, compare(old.version, new.version)) for new, old in pairwise(told)]
    context = {"release": release, "told": told, "changes": changes, "first": told[-1] if told else None}
    return page(request, "public/versions.html", context)
