"""The counting picture: one pixel that is never cached, while the pages are. It counts readers, and is evidence."""

from base64 import b64decode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jembatan.relays import openings
from jembatan.relays.links import shared_relay
from jembatan.releases import readings

PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICTAEAOw==")  # 1 × 1, transparent
# On the device of somebody who works here: a volunteer's mark, or the session of an office.
OURS = {openings.MARK, settings.SESSION_COOKIE_NAME}


def _count(request: HttpRequest, release_id: int, code: str) -> None:
    reader = readings.reader_hash(request)
    readings.count_reader(release_id, reader)
    relay = shared_relay(code) if code else None
    if relay and relay.release_id == release_id:
        openings.opened(relay=relay, reader=reader, volunteer=not OURS.isdisjoint(request.COOKIES))


@require_safe
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """Always the same picture, whatever was counted, so that it tells nothing about drafts."""
    if request.method == "GET" and readings.is_reader(request):
        _count(request, pk, request.GET.get("s", "")[:40])
    return HttpResponse(PIXEL, content_type="image/gif", headers={"Cache-Control": "no-store"})
