"""What a provider's receipt says about a relay: the message is on the volunteer's telephone."""

from jembatan.messages.models import Delivery
from jembatan.messages.workflow import State
from jembatan.relays import hops
from jembatan.relays.links import live_askings
from jembatan.relays.models import HopKind
from jembatan.relays.publishing import MESSAGE_KINDS


def take(delivery_ids: list[int]) -> None:
    """Note it for every village that this person was asked for. *Seen* is for the link, so a read mark says no more."""
    rows = Delivery.objects.filter(
        pk__in=delivery_ids, state__in=[State.DELIVERED, State.SEEN], dispatch__kind__in=MESSAGE_KINDS
    )
    for person, release, at in rows.values_list("recipient__person", "dispatch__subject_id", "state_at"):
        for asking in live_askings().filter(person=person, relay__release=release).select_related("relay"):
            relay = asking.relay
            key = f"delivered:{relay.pk}:{person}:{relay.asked_version}"
            hops.record(relay=relay, kind=HopKind.DELIVERED, key=key, at=at, by_id=person)
