"""Writing down what a volunteer's message claims: with the time at which they sent it, and for the version they had."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jembatan.messages.inbound import Message
from jembatan.messages.models import Inbound
from jembatan.relays import hops
from jembatan.relays.claims import Claim
from jembatan.relays.links import personal_url
from jembatan.relays.models import Asking, Hop, HopKind

LONGEST = 300  # characters of their own words


def record(message: Message, askings: Sequence[Asking], claim: Claim, quoted: Mapping[int, int]) -> str:
    """The claim for each of these; what is answered. Twice is the same as once; raises Refused."""
    old = [asking for asking in askings if not _record(message, asking, claim, quoted)]
    if old:
        words = _("Terima kasih. Sesudah itu “%(title)s” dikoreksi; mohon teruskan lagi versi barunya: %(link)s")
        link = personal_url(old[0].relay_id, old[0].person_id)
        return words % {"title": old[0].relay.release.text.title, "link": link}
    if len(askings) == 1:
        relay = askings[0].relay
        values = {"village": relay.area.title, "title": relay.release.text.title}
        return _("Terima kasih! “%(title)s” tercatat sudah diteruskan di %(village)s.") % values
    words = ngettext("Terima kasih! %(n)s penerusan tercatat.", "Terima kasih! %(n)s penerusan tercatat.", len(askings))
    return words % {"n": len(askings)}


def _record(message: Message, asking: Asking, claim: Claim, quoted: Mapping[int, int]) -> bool:
    """Whether it counts: what was passed on before a correction that asked anew is kept, and does not."""
    relay, places, row = asking.relay, list(claim.places), message.row
    version = _version(row, asking, quoted)
    key = str(min(version, relay.asked_version))  # as the page has it: one for each time that the village was asked
    more: dict[str, Any] = {"relay": relay, "by": asking.person, "places": places, "version": version, "at": row.at}
    more["note"] = "" if row.button else " ".join(message.text.split())[:LONGEST]
    if not hops.relayed(people=claim.people, key=key, **more) and _new(asking, version, places):
        digest = blake2b(",".join(sorted(places)).encode(), digest_size=8).hexdigest()
        hops.relayed(people=claim.people, key=f"{version}+{digest}", **more)
    return version >= relay.asked_version


def _version(row: Inbound, asking: Asking, quoted: Mapping[int, int]) -> int:
    """The version that they had: of the message that they quote, or the one asked for before they wrote."""
    relay = asking.relay
    had = quoted.get(relay.release_id, relay.asked_version if row.at >= relay.asked_at else relay.asked_version - 1)
    return relay.release.text.number if had >= relay.asked_version else max(1, had)


def _new(asking: Asking, version: int, places: list[str]) -> bool:
    """Whether they name a place that they did not tell before."""
    told = Hop.objects.filter(relay=asking.relay, by=asking.person, kind=HopKind.RELAYED, version__gte=version)
    return not set(places) <= {place for one in told.values_list("places", flat=True) for place in one}
