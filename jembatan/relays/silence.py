"""Villages that have been silent: no release was relayed there for so long."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from jembatan.areas.models import Area
from jembatan.relays.models import Relay


def silent_villages(*codes: str, since: datetime) -> QuerySet[Area]:
    """The villages of these subtrees where nothing was relayed since then, by code; `last` is when something was.

    Also those that were never asked: a village without a single release is silent too.
    """
    lately = Relay.objects.filter(area=OuterRef("pk"), reached_at__gte=since)
    ever = Relay.objects.filter(area=OuterRef("pk"), reached_at__isnull=False).order_by("-reached_at")
    rows = Area.objects.current().villages().under(*codes).filter(~Exists(lately))
    return rows.annotate(last=Subquery(ever.values("reached_at")[:1])).select_related("parent").order_by("code")
