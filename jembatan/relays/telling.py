"""A message about a release, handed over to the ledger."""

from collections.abc import Iterable

from jembatan.messages.actions import open_dispatch
from jembatan.messages.models import Dispatch
from jembatan.people.models import Person
from jembatan.releases.models import Release, Urgency


def tell(
    release: Release,
    kind: str,
    recipients: Iterable[int],
    *,
    about: str = "",
    by: Person | None,
    bundle: bool = False,
    after: Dispatch | None = None,
) -> Dispatch:
    """Send the published version to these recipients; once for each version, `kind` and what it is `about`.

    `bundle`: in the one message that each of them gets a day, about all that waits. `after`: who goes first.
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
        after_id=after.pk if after else None,
        expires_at=text.expires_at,
        by=by,
    )
