"""Publishing starts the relays. Each function is one transaction: all villages or none."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.areas.settings import setting
from jembatan.messages import actions as messages
from jembatan.messages.models import Dispatch
from jembatan.people.models import Person
from jembatan.releases import actions as releases
from jembatan.releases.models import Release
from jembatan.releases.workflow import Refused

MESSAGE_KINDS = ("release", "release_reminder", "release_escalation")

# One relay per village of the targets, with the group that serves it (the one at home there first).
_RELAYS = """
    INSERT INTO relays_relay (release_id, area_id, code, group_id, state, state_since,
                              asked_version, asked_at, deadline, step, step_at)
    SELECT %(release)s, a.id, a.code, s.group_id, CASE WHEN s.reachable THEN 1 ELSE 0 END, %(at)s,
           %(version)s, %(at)s, %(deadline)s, 0, %(step_at)s
    FROM areas_area a
    LEFT JOIN (
        SELECT v.area_id, bool_or(v.first AND v.reachable) AS reachable,
               (array_agg(v.group_id ORDER BY g.home_id = v.area_id DESC NULLS LAST, v.group_id))[1] AS group_id
        FROM relays_serving v LEFT JOIN people_group g ON g.id = v.group_id
        GROUP BY v.area_id
    ) s ON s.area_id = a.id
    WHERE a.level = 4 AND a.valid_until IS NULL AND EXISTS (
        SELECT FROM unnest(%(targets)s::text[]) AS t(code)
        WHERE t.code = '0' OR a.code = t.code COLLATE "C"
           OR (a.code > (t.code || '.') COLLATE "C" AND a.code < (t.code || '/') COLLATE "C"))
"""

# Everyone who is asked first; a person who was asked for an older version is asked anew.
_ASKINGS = """
    INSERT INTO relays_asking (relay_id, person_id, at)
    SELECT DISTINCT r.id, v.person_id, %(at)s::timestamptz
    FROM relays_relay r JOIN relays_serving v ON v.area_id = r.area_id
    WHERE r.release_id = %(release)s AND v.first
    ON CONFLICT (relay_id, person_id) DO UPDATE SET at = excluded.at, step = NULL
"""

# The history begins: these villages were asked.
_HOPS = """
    INSERT INTO relays_hop (relay_id, kind, key, at, heard_at, version, evidence, places, photo, note)
    SELECT id, 'asked', 'asked:' || id || ':' || asked_version, asked_at, now(), asked_version, '', '{}', '', ''
    FROM relays_relay WHERE release_id = %(release)s AND state = 1
"""

_RECIPIENTS = """
    SELECT DISTINCT m.id
    FROM relays_relay r
    JOIN relays_asking a ON a.relay_id = r.id AND a.step IS NULL AND a.revoked_at IS NULL
    JOIN messages_recipient m ON m.person_id = a.person_id
    WHERE r.release_id = %(release)s ORDER BY m.id
"""

# The same villages again, for a newer version.
_AGAIN = """
    UPDATE relays_relay SET
        asked_version = %(version)s, asked_at = %(at)s, deadline = %(deadline)s, step = 0, step_at = %(step_at)s,
        state = CASE WHEN EXISTS (SELECT FROM relays_serving v WHERE v.area_id = relays_relay.area_id
                                  AND v.first AND v.reachable) THEN 1 ELSE 0 END,
        state_since = %(at)s, reached_at = NULL
    WHERE release_id = %(release)s
"""


def _values(release: Release, at: datetime) -> dict[str, Any]:
    version = release.published
    assert version is not None
    deadline = at + timedelta(hours=version.relay_hours)
    first_step = timedelta(hours=min(setting("escalation", release.area).values()))
    return {
        "release": release.pk,
        "version": version.number,
        "targets": version.targets,
        "at": at,
        "deadline": deadline,
        "step_at": deadline + first_step,
    }


def _run(sql: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _recipients(release: Release) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_RECIPIENTS, {"release": release.pk})
        return [row[0] for row in cursor.fetchall()]


def _ask(release: Release, values: dict[str, Any], by: Person | None) -> None:
    """Write down who is asked, and hand over the message to them."""
    _run(_ASKINGS, values)
    _run(_HOPS, values)
    text = release.text
    messages.open_dispatch(
        key=f"release:{release.pk}:v{text.number}",
        kind="release",
        subject_id=release.pk,
        recipient_ids=_recipients(release),
        urgent=text.urgency == "urgent",
        expires_at=text.expires_at,
        by=by,
    )


@transaction.atomic
def publish(*, release: Release, by: Person | None, **how: Any) -> Release:
    """Publish, make a relay for every target village, and hand over the message. `how`: see releases.actions.publish.

    Raises Refused when a rule forbids it or when the targets hold no village.
    """
    release = releases.publish(release=release, by=by, **how)
    assert release.published_at is not None
    values = _values(release, release.published_at)
    if not _run(_RELAYS, values):
        raise Refused(_("Sasaran rilis ini tidak memuat satu desa atau kelurahan pun. Pilih wilayah lain."))
    _ask(release, values, by)
    return release


@transaction.atomic
def correct(*, release: Release, ask_again: bool, by: Person, **what: Any) -> Release:
    """Publish a corrected version; `ask_again` asks every village anew. `what`: see releases.actions.correct."""
    release = releases.correct(release=release, by=by, **what)
    if ask_again:
        values = _values(release, timezone.now())
        _run(_AGAIN, values)
        _ask(release, values, by)
    return release


@transaction.atomic
def withdraw(*, release: Release, reason: str, by: Person) -> Release:
    """Withdraw, and stop what is still to be sent and asked."""
    release = releases.withdraw(release=release, reason=reason, by=by)
    for dispatch in Dispatch.objects.filter(kind__in=MESSAGE_KINDS, subject_id=release.pk, withdrawn_at=None):
        messages.withdraw_dispatch(dispatch=dispatch, by=by)
    return release
