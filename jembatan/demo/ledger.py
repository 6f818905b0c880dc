"""Messages of the demo's past: they went out then, so the worker must not send them now.

A dispatch that is over is kept as the product keeps old ones: rolled up, its totals without its deliveries.
"""

from jembatan.messages.models import Chunk, Dispatch
from jembatan.relays.telling import MESSAGE_KINDS
from jembatan.releases.models import Release


def settle(release: Release) -> None:
    dispatches = Dispatch.objects.filter(kind__in=MESSAGE_KINDS, subject_id=release.pk, finished_at=None)
    Chunk.objects.filter(dispatch__in=dispatches).delete()
    for dispatch in dispatches:
        dispatch.finished_at = release.published_at
        dispatch.totals = {"accepted": dispatch.audience}
        dispatch.save(update_fields=["finished_at", "totals"])
