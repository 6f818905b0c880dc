"""Recording what happened to a relay. Every function is safe to call twice: the key of a hop is unique."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.audit.actions import record as record_audit
from jembatan.people.models import Person
from jembatan.relays.links import live_askings
from jembatan.relays.models import SAYS, Evidence, Hop, HopKind, Relay, State
from jembatan.releases.workflow import Refused
from jembatan.releases.workflow import State as ReleaseState


def says(hop: Hop) -> State:
    """How far this hop alone brings its relay."""
    return State.NONE if hop.asked == 0 else SAYS[hop.kind]


def _advance(relay: Relay, hop: Hop) -> None:
    """Move the locked relay to where the new hop brings it; hops of older versions than asked for change nothing.

    The outcome does not depend on the order in which we hear: the furthest state counts, since its earliest hop.
    """
    state, happened = says(hop), max(hop.at, relay.asked_at)
    if hop.version < relay.asked_version or state == State.NONE:
        return
    if state > relay.state or (state == relay.state and happened < relay.state_since):
        relay.state, relay.state_since = state, happened
    if state >= State.RELAYED:
        relay.reached_at = min(relay.reached_at or happened, happened)
    relay.save(update_fields=["state", "state_since", "reached_at"])


@transaction.atomic
def record(*, relay: Relay, kind: HopKind, key: str, at: datetime | None = None, **more: Any) -> bool:
    """Append a hop and move its relay. Returns False, and changes nothing, when `key` is there already.

    `at` is when it happened; now when it is not said, and never later than now.
    """
    relay = Relay.objects.select_for_update(of=("self",)).select_related("release").get(pk=relay.pk)
    now = timezone.now()
    more.setdefault("version", relay.asked_version)
    hop = Hop(relay=relay, kind=kind, key=key, at=min(at or now, now), **more)
    if Hop.objects.filter(key=key).exists():
        return False
    hop.save(force_insert=True)
    _advance(relay, hop)
    return True


def seen(*, relay: Relay, by: Person, version: int) -> bool:
    """The person opened the link (no robot, no preview)."""
    key = f"seen:{relay.pk}:{by.pk}:{version}"
    if Hop.objects.filter(key=key).exists():  # the common case, without a lock
        return False
    return record(relay=relay, kind=HopKind.SEEN, key=key, by=by, version=version)


def _check_open(relay: Relay) -> None:
    if relay.release.state != ReleaseState.PUBLISHED:
        raise Refused(_("Rilis ini sudah ditarik; jangan diteruskan lagi."))


@transaction.atomic
def relayed(
    *,
    relay: Relay,
    by: Person,
    places: list[str],
    version: int,
    people: int | None = None,
    photo: "ContentFile[bytes] | None" = None,
    at: datetime | None = None,
    key: str = "",
    note: str = "",
) -> bool:
    """The volunteer says that they passed it on: a claim, once for each `key` of theirs, or for each version.

    `note` is what they wrote, in their own words.
    """
    _check_open(relay)
    key = f"relayed:{relay.pk}:{by.pk}:{key or version}"
    told = record(
        relay=relay,
        kind=HopKind.RELAYED,
        key=key,
        at=at,
        by=by,
        evidence=Evidence.CLAIM,
        places=places,
        people=people,
        photo=photo or "",
        version=version,
        note=note,
    )
    if told:
        record_audit("relay.relayed", relay, by=by, area=relay.code)
    return told


@transaction.atomic
def told_by_telephone(
    *, relay: Relay, by: Person, told_by: Person, places: list[str], at: datetime | None = None
) -> bool:
    """Somebody of the office or district called, and the volunteer (`by`) says that it was passed on."""
    _check_open(relay)
    key = f"phone:{relay.pk}:{by.pk}:{relay.asked_version}"
    evidence = Evidence.TELEPHONE
    told = record(
        relay=relay, kind=HopKind.RELAYED, key=key, at=at, by=by, told_by=told_by, evidence=evidence, places=places
    )
    if told:
        record_audit("relay.told_by_telephone", relay, by=told_by, area=relay.code, person=by.pk)
    return told


@transaction.atomic
def sent_by_hand(*, relay: Relay, to: Person, told_by: Person) -> bool:
    """Somebody sends the link from their own WhatsApp. Once a day for each person is written down.

    Raises Refused when the person's link would not work.
    """
    _check_open(relay)
    if not live_askings().filter(relay=relay, person=to).exists():
        raise Refused(_("Tautan orang ini sudah tidak berlaku. Pilih orang lain yang diminta meneruskan."))
    key = f"hand:{relay.pk}:{to.pk}:{relay.asked_version}:{timezone.localdate()}"
    sent = record(relay=relay, kind=HopKind.SENT_BY_HAND, key=key, by=to, told_by=told_by)
    if sent:
        record_audit("relay.sent_by_hand", relay, by=told_by, area=relay.code, person=to.pk)
    return sent


def confirmed_by_link(*, relay: Relay) -> bool:
    """A reader who is no volunteer opened this relay's own link."""
    key = f"link:{relay.pk}:{relay.asked_version}"
    if Hop.objects.filter(key=key).exists():
        return False
    return record(relay=relay, kind=HopKind.CONFIRMED, key=key, evidence=Evidence.LINK)


@transaction.atomic
def confirmed_by_person(*, relay: Relay, evidence: Evidence, told_by: Person, note: str = "") -> bool:
    """Somebody else looked at the photo, or called back and heard that people know."""
    key = f"{evidence}:{relay.pk}:{relay.asked_version}"
    hops = relay.hops.filter(version__gte=relay.asked_version)
    if evidence == Evidence.PHOTO and not hops.exclude(photo="").exists():
        raise Refused(_("Belum ada foto untuk desa ini."))
    claims = hops.filter(kind=HopKind.RELAYED).values_list("by", "told_by")
    if {person for claim in claims for person in claim if person} == {told_by.pk}:
        raise Refused(_("Anda sendiri yang mencatat desa ini sudah meneruskan; buktinya harus dari orang lain."))
    told = record(relay=relay, kind=HopKind.CONFIRMED, key=key, evidence=evidence, told_by=told_by, note=note)
    if told:
        record_audit("relay.confirmed", relay, by=told_by, area=relay.code, evidence=evidence)
    return told


def called_in_vain(*, relay: Relay, outcome: str, by: Person, person: Person | None = None) -> None:
    """A call that brings the relay no further: `not_yet`, `no_answer`, or `unknown` where citizens had not heard of it.

    Kept in the audit log and shown in the history of the village; the relay stays where it is.
    """
    record_audit(f"relay.call_{outcome}", relay, by=by, area=relay.code, person=person.pk if person else None)
