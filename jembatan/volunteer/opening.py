"""Noticing that a person opened their link: programs and previews do not count."""

import base64

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jembatan.messages.actions import mark_seen
from jembatan.relays import hops
from jembatan.relays.links import asking_behind
from jembatan.relays.models import Asking
from jembatan.relays.openings import opened
from jembatan.relays.telling import MESSAGE_KINDS
from jembatan.releases.readings import is_robot, reader_hash
from jembatan.releases.workflow import State

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def note_opening(request: HttpRequest, asking: Asking) -> None:
    """The relay was *seen* by this person, and so were the messages about it; this device is theirs today.

    Twice is the same as once.
    """
    release = asking.relay.release
    if release.state != State.PUBLISHED:
        return
    if hops.seen(relay=asking.relay, by=asking.person, version=release.text.number):
        mark_seen(person=asking.person, kinds=list(MESSAGE_KINDS), subject_id=release.pk)
    opened(relay=asking.relay, reader=reader_hash(request), volunteer=True)


@require_safe
def pixel(request: HttpRequest, token: str) -> HttpResponse:
    """Fetched by the page itself: a preview that reads only the HTML never comes here."""
    asking = asking_behind(token)
    if asking and request.method == "GET" and not is_robot(request):
        note_opening(request, asking)
    return HttpResponse(PIXEL, content_type="image/gif", headers={"Cache-Control": "no-store"})
