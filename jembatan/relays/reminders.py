"""Reminding those who are silent: once for each version of a release, however often the button is pressed."""

from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.audit.actions import record
from jembatan.messages import actions as messages
from jembatan.people.models import Person
from jembatan.releases.models import Release, Urgency
from jembatan.releases.workflow import Refused, State

# Every silent village that was not reminded of this version yet.
_HOPS = """
    INSERT INTO relays_hop (relay_id, kind, key, at, heard_at, version, told_by_id, evidence, places, photo, note)
    SELECT r.id, 'reminded', 'reminded:' || r.id || ':' || r.asked_version, %(at)s, %(at)s, r.asked_version, %(by)s,
           '', '{}', '', ''
    FROM relays_relay r
    WHERE r.release_id = %(release)s AND r.state BETWEEN 1 AND 3
    ORDER BY r.id
    ON CONFLICT (key) DO NOTHING
    RETURNING relay_id
"""

_RECIPIENTS = """
    SELECT DISTINCT m.id
    FROM relays_asking a JOIN messages_recipient m ON m.person_id = a.person_id
    WHERE a.relay_id = ANY(%s) AND a.revoked_at IS NULL ORDER BY m.id
"""


def _ids(sql: str, values: Any) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def remind_silent(*, release: Release, by: Person) -> int:
    """Remind everyone who was asked in a village that is not reached. Returns in how many villages; 0 the second time.

    A village that gets somebody to ask after the first press is reminded by the next one.
    """
    release = Release.objects.select_related("published", "area").select_for_update(of=("self",)).get(pk=release.pk)
    _check_open(release)
    villages = _ids(_HOPS, {"release": release.pk, "at": timezone.now(), "by": by.pk})
    if villages:
        recipients = _ids(_RECIPIENTS, [villages])
        _tell(release, recipients, by, first=min(villages))
        area = release.area.code
        record("release.reminded", release, by=by, area=area, villages=len(villages), people=len(recipients))
    return len(villages)


def _check_open(release: Release) -> None:
    if release.state != State.PUBLISHED:
        raise Refused(_("Rilis ini tidak sedang terbit, jadi tidak ada yang diingatkan."))
    expires_at = release.text.expires_at
    if expires_at and expires_at <= timezone.now():
        raise Refused(_("Masa berlaku rilis ini sudah lewat, jadi tidak ada yang diingatkan."))


def _tell(release: Release, recipients: list[int], by: Person, *, first: int) -> None:
    """One message for each press; `first`, the smallest relay, is in no other press for the same version."""
    text = release.text
    messages.open_dispatch(
        key=f"release:{release.pk}:v{text.number}:reminder:{first}",
        kind="release_reminder",
        subject_id=release.pk,
        recipient_ids=recipients,
        urgent=text.urgency == Urgency.URGENT,
        expires_at=text.expires_at,
        by=by,
    )
