"""All that waits for somebody: the signed-in person's, and what this device has opened."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from jembatan.relays.links import live_askings, pair_behind
from jembatan.relays.models import Asking, State
from jembatan.releases.workflow import State as ReleaseState
from jembatan.volunteer.device import opened_here

SHOWN = 50


def askings_for(request: HttpRequest) -> QuerySet[Asking]:
    """Whoever forwards one link forwards only that one: nothing here follows from a single token but its own relay."""
    whose = Q(pk__in=[])
    for relay_id, person_id in filter(None, map(pair_behind, opened_here(request))):
        whose |= Q(relay_id=relay_id, person_id=person_id)
    if request.user.is_authenticated:
        whose |= Q(person=request.user)
    return live_askings().filter(whose)


def belum(askings: QuerySet[Asking]) -> QuerySet[Asking]:
    """Those still to be passed on, the most pressing first, villages of one release together."""
    current = Q(relay__release__published__expires_at=None) | Q(
        relay__release__published__expires_at__gt=timezone.now()
    )
    rows = askings.filter(current, relay__release__state=ReleaseState.PUBLISHED, relay__state__lt=State.RELAYED)
    return rows.order_by("relay__deadline", "relay__release_id", "relay__code")


def sudah(askings: QuerySet[Asking]) -> QuerySet[Asking]:
    rows = askings.filter(relay__release__state=ReleaseState.PUBLISHED, relay__state__gte=State.RELAYED)
    return rows.order_by("-relay__reached_at", "-pk")


def withdrawn(askings: QuerySet[Asking]) -> QuerySet[Asking]:
    rows = askings.filter(relay__release__state=ReleaseState.WITHDRAWN)
    return rows.order_by("-relay__release__withdrawn_at", "relay__release_id", "relay__code")


def others_waiting(request: HttpRequest, asking: Asking) -> int:
    """How many more wait, counted up to the length of the page that shows them."""
    return len(belum(askings_for(request)).exclude(pk=asking.pk).values_list("pk", flat=True)[:SHOWN])
