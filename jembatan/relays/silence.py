"""Where it is silent: relays that wait for somebody, and villages where nothing was relayed for long."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.utils import timezone

from jembatan.areas.models import Area
from jembatan.people.permissions import Who, within
from jembatan.people.roles import Permission
from jembatan.relays.links import LIFETIME
from jembatan.relays.models import Relay, RelayQuerySet, Serving
from jembatan.releases.workflow import State
from jembatan.remembering import while_large


def waiting_relays(person: Who) -> RelayQuerySet:
    """The relays that this person looks after and that nobody passed on yet, as long as their links work."""
    mine = within(person, Permission.LOOK_AFTER_RELAYS, code="code", office="release__office_id")
    now = timezone.now()
    holds = Q(release__published__expires_at=None) | Q(release__published__expires_at__gt=now)
    rows = Relay.objects.filter(mine, holds, release__state=State.PUBLISHED, deadline__gt=now - LIFETIME)
    return rows.unreached()


def with_last(villages: QuerySet[Area]) -> QuerySet[Area]:
    """`last`: when a release was relayed there for the last time, None where never."""
    ever = Relay.objects.filter(area=OuterRef("pk"), reached_at__isnull=False).order_by("-reached_at")
    return villages.annotate(last=Subquery(ever.values("reached_at")[:1])).select_related("parent")


def silent_villages(*codes: str, since: datetime) -> QuerySet[Area]:
    """The villages of these subtrees where nothing was relayed since then, by code, with `last`.

    Also those that were never asked: a village without a single release is silent too.
    """
    lately = Relay.objects.filter(area=OuterRef("pk"), reached_at__gte=since)
    rows = Area.objects.current().villages().under(*codes).filter(~Exists(lately))
    return with_last(rows).order_by("code")


def _served() -> list[int]:
    return list(Serving.objects.filter(reachable=True).order_by().values_list("area", flat=True).distinct())


def served(villages: QuerySet[Area], yes: bool) -> QuerySet[Area]:
    """Those of them where somebody can be reached, or those where nobody can."""
    reachable = while_large("served", _served, len)
    somebody = Q(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [reachable]))
    return villages.filter(somebody if yes else ~somebody)
