"""Publishing starts the relays. Each function is one transaction: all villages or none."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.areas.models import LIES_IN
from jembatan.areas.settings import setting
from jembatan.messages.actions import withdraw_dispatch
from jembatan.messages.engine import pacing
from jembatan.messages.models import Dispatch
from jembatan.people.models import Person
from jembatan.relays import news
from jembatan.relays.telling import MESSAGE_KINDS, holders, tell
from jembatan.releases import actions as releases
from jembatan.releases.models import Release, Urgency
from jembatan.releases.workflow import Refused

BUNDLE = timedelta(seconds=pacing.BUNDLE)
LEFT = timedelta(hours=12)  # that a volunteer has for it at least: no bundle that comes later is waited for

# One relay per village of the targets, with the group that serves it (the one at home there first); nobody asked yet.
_RELAYS = f"""
    INSERT INTO relays_relay (release_id, area_id, code, group_id, state, state_since,
                              asked_version, asked_at, deadline, step, step_at)
    SELECT %(release)s, a.id, a.code, s.group_id, 0, %(at)s, %(version)s, %(at)s, %(deadline)s, 0, %(step_at)s
    FROM areas_area a
    LEFT JOIN (
        SELECT v.area_id,
               (array_agg(v.group_id ORDER BY g.home_id = v.area_id DESC NULLS LAST, v.group_id))[1] AS group_id
        FROM relays_serving v LEFT JOIN people_group g ON g.id = v.group_id
        GROUP BY v.area_id
    ) s ON s.area_id = a.id
    WHERE a.level = 4 AND a.valid_until IS NULL AND {LIES_IN.format(code="a.code", codes="%(targets)s")}
"""  # noqa: S608  (built of constants)

# The same villages again, for a newer version.
_AGAIN = """
    UPDATE relays_relay SET
        asked_version = %(version)s, asked_at = %(at)s, deadline = %(deadline)s, step = 0, step_at = %(step_at)s,
        state = 0, state_since = %(at)s, reached_at = NULL
    WHERE release_id = %(release)s
"""

# Everyone who is asked first; a person who was asked for an older version is asked anew. In the order of the villages,
# which is that of the letters in their codes (`codes`).
_ASKINGS = """
    INSERT INTO relays_asking (relay_id, person_id, at, again)
    SELECT id, person_id, %(at)s::timestamptz, false
    FROM (
        SELECT DISTINCT r.code, r.id, v.person_id
        FROM relays_relay r JOIN relays_serving v ON v.area_id = r.area_id
        WHERE r.release_id = %(release)s AND v.first
    ) x
    ORDER BY code, person_id
    ON CONFLICT (relay_id, person_id) DO UPDATE SET at = excluded.at, step = NULL, again = true
"""

# A village waits where somebody of those just asked can be reached, and its history begins with that. It follows from
# the askings: who serves a village is another matter by now if a grant or a contact ended since they were written.
_WAITING = """
    WITH waiting AS (
        UPDATE relays_relay r SET state = 1
        WHERE r.release_id = %(release)s AND EXISTS (
            SELECT FROM relays_asking a
            JOIN messages_recipient m ON m.person_id = a.person_id
            JOIN messages_contact c ON c.recipient_id = m.id AND c.ended_at IS NULL AND c.channel <> 'inbox'
            WHERE a.relay_id = r.id AND a.at = r.asked_at AND a.step IS NULL AND a.revoked_at IS NULL)
        RETURNING r.id, r.asked_at, r.asked_version
    )
    INSERT INTO relays_hop (relay_id, kind, key, at, heard_at, version, evidence, places, photo, note)
    SELECT id, 'asked', 'asked:' || id || ':' || asked_version, asked_at, now(), asked_version, '', '{}', '', ''
    FROM waiting
"""

_RECIPIENTS = """
    SELECT DISTINCT m.id
    FROM relays_relay r
    JOIN relays_asking a ON a.relay_id = r.id AND a.at = r.asked_at AND a.step IS NULL AND a.revoked_at IS NULL
    JOIN messages_recipient m ON m.person_id = a.person_id
    WHERE r.release_id = %(release)s ORDER BY m.id
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
    """Write down who is asked, and hand over the message to them; the citizens who wanted it come next."""
    _run(_ASKINGS, values)
    _run(_WAITING, values)
    waits, by_then = can_wait(release, values["at"], values["deadline"]), values["deadline"] - LEFT
    first = tell(release, "release", _recipients(release), by=by, bundle=waits, bundle_by=by_then if waits else None)
    news.tell_citizens(release=release, after=first, by=by)


def can_wait(release: Release, at: datetime, deadline: datetime) -> bool:
    """Whether it may wait for tomorrow's message about all that waits, where somebody had today's already.

    Not what is urgent, what would be over by then, and not a correction: the wrong words are on their way.
    """
    text = release.text
    ends = min(deadline, text.expires_at or deadline)
    return text.urgency != Urgency.URGENT and text.number == 1 and ends - at > BUNDLE


def _messages(release: Release) -> QuerySet[Dispatch]:
    """Also those that are finished: what failed of them could be sent again."""
    kinds = [*MESSAGE_KINDS, *news.KINDS]
    return Dispatch.objects.filter(kind__in=kinds, subject_id=release.pk, withdrawn_at=None)


def _stop_messages(release: Release, by: Person) -> None:
    for dispatch in _messages(release):
        withdraw_dispatch(dispatch=dispatch, by=by)


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
    """Publish a corrected version; `ask_again` asks every village anew. `what`: see releases.actions.correct.

    What is still to be sent says the corrected words: it goes on until the new expiry, or gives way to the new asking.
    """
    release = releases.correct(release=release, by=by, **what)
    if ask_again:
        values = _values(release, timezone.now())
        _run(_AGAIN, values)  # first: it waits for an escalation that is just opening its own dispatch
        _stop_messages(release, by)
        _ask(release, values, by)
    else:
        _messages(release).update(expires_at=release.text.expires_at)
    return release


@transaction.atomic
def withdraw(*, release: Release, reason: str, by: Person) -> Release:
    """Withdraw, stop what is still to be sent and asked, and tell those who have it already."""
    release = releases.withdraw(release=release, reason=reason, by=by)
    _stop_messages(release, by)
    recipients = holders(release).values_list("pk", flat=True)
    tell(release, "release_withdrawn", recipients, about="withdrawn", ends=False, by=by)
    news.tell_withdrawal(release=release, by=by)
    return release
