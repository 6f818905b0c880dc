"""Releases as an Atom feed (RFC 4287), of everything and of each area. Nobody subscribes here: no address."""

from datetime import datetime

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jembatan.areas.models import Area
from jembatan.public.page import cacheable, prefix
from jembatan.releases import public as releases
from jembatan.releases.feed_readings import count_program
from jembatan.releases.models import Release
from jembatan.releases.readings import reader_hash
from jembatan.releases.workflow import State

SIZE = 20  # releases
TYPE = "application/atom+xml; charset=utf-8"


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    return _feed(request, Area.objects.root(), f"{prefix()}/rilis/", "")


@require_safe
def of_area(request: HttpRequest, code: str) -> HttpResponse:
    area = get_object_or_404(Area.objects.current(), code=code)
    return _feed(request, area, f"{prefix()}/wilayah/{area.code}/", area.code)


def _feed(request: HttpRequest, area: Area, page: str, code: str) -> HttpResponse:
    rows, _older = releases.newest(area=code, size=SIZE)
    prefetch_related_objects(rows, "office")
    feed = Atom1Feed(
        title=_("Rilis untuk %(name)s") % {"name": area.title},
        link=f"{settings.BASE_URL}{page}",
        description="",
        language=get_language(),
        feed_url=f"{settings.BASE_URL}{request.path}",
    )
    for release in rows:
        _add(feed, release)
    response = cacheable(HttpResponse(feed.writeString("utf-8"), content_type=TYPE))
    set_response_etag(response)
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    assert isinstance(answer, HttpResponse)
    if request.method == "GET" and answer.status_code == 200 and rows:
        count_program([release.pk for release in rows], reader_hash(request))
    return answer


def _add(feed: Atom1Feed, release: Release) -> None:
    """What was withdrawn stays, and says so: programs keep what they fetched before."""
    text, withdrawn = release.text, release.state == State.WITHDRAWN
    feed.add_item(
        title=_("Ditarik: %(title)s") % {"title": text.title} if withdrawn else text.title,
        link=f"{settings.BASE_URL}{prefix()}{release.get_absolute_url()}",
        description=release.withdrawn_because if withdrawn else text.short,
        unique_id=f"{settings.BASE_URL}/rilis/{release.pk}/",
        author_name=str(release.office or release.area),
        pubdate=release.published_at,
        updateddate=_changed(release),
        categories=[text.get_kind_display()],
    )


def _changed(release: Release) -> datetime:
    moments = [release.published_at, release.text.created_at, release.withdrawn_at]
    return max(moment for moment in moments if moment)
