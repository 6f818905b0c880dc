"""Reminding those who are silent: once for each version of a release, however often the button is pressed."""

from django.db import connection, transaction
from django.utils import timezone

from jembatan.audit.actions import record
from jembatan.messages import actions as messages
from jembatan.people.models import Person
from jembatan.releases.models import Release
from jembatan.releases.workflow import Refused, State
from django.utils.translation import gettext as _

_HOPS = """
    INSERT INTO relays_hop (relay_id, kind, key, at, heard_at, version, told_by_id, evidence, places, photo, note)
    SELECT r.id, 'reminded', 'reminded:' || r.id || ':' || r.asked_version, %(at)s, now(), r.asked_version, %(by)s,
           '', '{}', '', ''
    FROM relays_relay r
    WHERE r.release_id = %(release)s AND r.state BETWEEN 1 AND 3
    ON CONFLICT (key) DO NOTHING
"""

_RECIPIENTS = """
    SELECT DISTINCT m.id
    FROM relays_relay r
    JOIN relays_asking a ON a.relay_id = r.id AND a.revoked_at IS NULL
    JOIN messages_recipient m ON m.person_id = a.person_id
    WHERE r.release_id = %(release)s AND r.state BETWEEN 1 AND 3 ORDER BY m.id
"""


@transaction.atomic
def remind_silent(*, release: Release, by: Person) -> int:
    """Remind everyone who was asked in a village that is not reached. Returns in how many villages; 0 the second time."""
    release = Release.objects.select_related("published").select_for_update(of=("self",)).get(pk=release.pk)
    if release.state != State.PUBLISHED:
        raise Refused(_("Rilis ini tidak sedang terbit, jadi tidak ada yang diingatkan."))
    values = {"release": release.pk, "at": timezone.now(), "by": by.pk}
    with connection.cursor() as cursor:
        cursor.execute(_HOPS, values)
        villages = cursor.rowcount
        cursor.execute(_RECIPIENTS, values)
        recipients = [row[0] for row in cursor.fetchall()]
    if villages:
        _tell(release, recipients, by)
        record("release.reminded", release, by=by, villages=villages, people=len(recipients))
    return villages


def _tell(release: Release, recipients: list[int], by: Person) -> None:
    text = release.text
    messages.open_dispatch(
        key=f"release:{release.pk}:v{text.number}:reminder",
        kind="release_reminder",
        subject_id=release.pk,
        recipient_ids=recipients,
        urgent=text.urgency == "urgent",
        expires_at=text.expires_at,
        by=by,
    )
