"""The mark on the workroom's first page."""

from jembatan.desk.access import StaffRequest
from jembatan.desk.messages.listing import few
from jembatan.messages import piles, queries
from jembatan.messages.models import Dispatch


def dead_letters(request: StaffRequest) -> dict[str, str]:
    """What waits for a decision, counted up to a limit; empty when nothing does."""
    mine = Dispatch.objects.visible_to(request.user)
    counts = piles.waiting(mine)
    found = {str(state): words for state in counts if (words := few(state, counts))}
    return found | ({"stuck": "!"} if queries.alarms(mine).exists() else {})
