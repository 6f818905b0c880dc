"""Reminding those who are silent: once for each version of a release, however often the button is pressed."""

from django.db import connection, transaction
from django.db.models import Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.audit.actions import record, subject_of
from jembatan.audit.models import Entry
from jembatan.people.models import Person
from jembatan.relays.links import live_askings
from jembatan.relays.models import Relay, State
from jembatan.relays.telling import tell
from jembatan.releases.models import Release
from jembatan.releases.workflow import Refused
from jembatan.releases.workflow import State as ReleaseState

# Those of these villages that were not reminded of this version yet.
_HOPS = """
    INSERT INTO relays_hop (relay_id, kind, key, at, heard_at, version, told_by_id, evidence, places, photo, note)
    SELECT r.id, 'reminded', 'reminded:' || r.id || ':' || r.asked_version, %(at)s, %(at)s, r.asked_version, %(by)s,
           '', '{}', '', ''
    FROM relays_relay r
    WHERE r.id = ANY(%(relays)s)
    ORDER BY r.id
    ON CONFLICT (key) DO NOTHING
    RETURNING relay_id
"""


def _silent(release: Release) -> list[tuple[int, int]]:
    """Relay and recipient of everyone who was asked, whose link works, in a village that is not reached."""
    states = (State.WAITING, State.DELIVERED, State.SEEN)
    rows = live_askings().filter(relay__release=release, relay__state__in=states, person__recipient__isnull=False)
    return list(rows.values_list("relay_id", "person__recipient"))


def _reminded(relays: set[int], by: Person) -> set[int]:
    """Write it into the history of these villages; returns those where it was not written before."""
    with connection.cursor() as cursor:
        cursor.execute(_HOPS, {"relays": sorted(relays), "at": timezone.now(), "by": by.pk})
        return {row[0] for row in cursor.fetchall()}


@transaction.atomic
def remind_silent(*, release: Release, by: Person) -> int:
    """Remind everyone who was asked in a village that is not reached. Returns in how many villages; 0 the second time.

    A village that gets somebody to ask after the first press is reminded by the next one.
    """
    release = Release.objects.select_related("published", "area").select_for_update(of=("self",)).get(pk=release.pk)
    _check_open(release)
    silent = _silent(release)
    villages = _reminded({relay for relay, _recipient in silent}, by)
    if villages:
        recipients = {recipient for relay, recipient in silent if relay in villages}
        # The smallest relay is in no other press for the same version.
        tell(release, "release_reminder", recipients, about=f"reminder:{min(villages)}", by=by)
        area = release.area.code
        record("release.reminded", release, by=by, area=area, villages=len(villages), people=len(recipients))
    return len(villages)


def was_reminded(release: Release) -> bool:
    """Whether the silent ones were reminded since they were last asked. One query."""
    silent = Relay.objects.filter(release=release).unreached().order_by("state", "code").values("asked_at")[:1]
    told = Entry.objects.filter(subject=subject_of(release), action="release.reminded", at__gte=Subquery(silent))
    return told.exists()


def _check_open(release: Release) -> None:
    if release.state != ReleaseState.PUBLISHED:
        raise Refused(_("Rilis ini tidak sedang terbit, jadi tidak ada yang diingatkan."))
    expires_at = release.text.expires_at
    if expires_at and expires_at <= timezone.now():
        raise Refused(_("Masa berlaku rilis ini sudah lewat, jadi tidak ada yang diingatkan."))
