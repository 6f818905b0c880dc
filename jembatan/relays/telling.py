"""A message about a release, handed over to the ledger, and who has one already."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from jembatan.messages.actions import open_dispatch
from jembatan.messages.models import Delivery, Dispatch, Recipient
from jembatan.messages.workflow import NOT_SENT, State
from jembatan.people.models import Person
from jembatan.relays.models import Hop
from jembatan.releases.models import Release, Urgency

MESSAGE_KINDS = ("release", "release_reminder", "release_escalation", "release_withdrawn")
NOT_OUT = {State.READY, State.LEASED, *NOT_SENT}


def holders(release: Release) -> QuerySet[Recipient]:
    """Whom a message about the release has reached or may have, and who said or did something with it."""
    sent = Delivery.objects.filter(dispatch__kind__in=MESSAGE_KINDS, dispatch__subject_id=release.pk)
    acted = Hop.objects.filter(relay__release=release, by__isnull=False)
    out = sent.exclude(state__in=NOT_OUT)
    return Recipient.objects.filter(Q(pk__in=out.values("recipient")) | Q(person__in=acted.values("by")))


def tell(
    release: Release,
    kind: str,
    recipients: Iterable[int],
    *,
    about: str = "",
    ends: bool = True,
    by: Person | None,
    bundle: bool = False,
    bundle_by: datetime | None = None,
    after: Dispatch | None = None,
) -> Dispatch:
    """Send the published version to these recipients; once for each version, `kind` and what it is `about`.

    `bundle`: in the one message that each of them gets a day, about all that waits, unless that is after `bundle_by`.
    `after`: who goes first.
    `ends`: not after the release has expired.
    """
    text = release.text
    return open_dispatch(
        key=":".join(["release", str(release.pk), f"v{text.number}", *filter(None, [about])]),
        kind=kind,
        subject_id=release.pk,
        office_id=release.office_id,
        recipient_ids=recipients,
        urgent=text.urgency == Urgency.URGENT,
        bundle=bundle,
        bundle_by=bundle_by,
        after_id=after.pk if after else None,
        expires_at=text.expires_at if ends else None,
        by=by,
    )
