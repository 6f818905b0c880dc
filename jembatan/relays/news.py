"""Citizens who subscribed get what is published, after the volunteers. They relay nothing, so no hop comes of it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from jembatan.areas.models import LIES_IN
from jembatan.messages.engine import pacing
from jembatan.messages.models import Delivery, Dispatch
from jembatan.messages.workflow import State
from jembatan.people.models import Person
from jembatan.relays.telling import tell
from jembatan.releases.models import Release, Urgency, Version

KINDS = ("news", "news_withdrawn")
MAYBE_THERE = [State.ACCEPTED, State.DELIVERED, State.SEEN, State.UNCERTAIN]

# Who wants the releases of an area that lies in a target, or that a target lies in. Few areas, many people: so areas
# are judged once each.
_AUDIENCE = f"""
    WITH wanted AS MATERIALIZED (
        SELECT code FROM (SELECT DISTINCT code FROM messages_subscription WHERE confirmed_at IS NOT NULL) s
        WHERE {LIES_IN.format(code="s.code", codes="%(targets)s")}
           OR EXISTS (SELECT FROM unnest(%(targets)s::text[]) AS t(code)
                      WHERE {{above}})
    )
    SELECT DISTINCT s.recipient_id FROM wanted w
    JOIN messages_subscription s ON s.code = w.code AND s.confirmed_at IS NOT NULL
    JOIN messages_contact c ON c.recipient_id = s.recipient_id AND c.ended_at IS NULL AND c.verified_at IS NOT NULL
    ORDER BY 1
""".format(above="s.code = '0' OR starts_with(t.code, s.code || '.')")  # noqa: S608  (built of constants)


def audience(targets: list[str]) -> list[int]:
    """Recipients who asked for an area that these targets touch, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_AUDIENCE, {"targets": targets})
        return [row[0] for row in cursor.fetchall()]


def tell_citizens(*, release: Release, after: Dispatch, by: Person | None) -> None:
    """One message a day to each, save what cannot wait."""
    _tell(release, "news", audience(release.text.targets), after=after, bundle=_can_wait(release.text), by=by)


def _can_wait(text: Version) -> bool:
    """Not what is urgent, what would be over by tomorrow, and not a correction: the wrong words are there already."""
    over = text.expires_at is not None and text.expires_at - timezone.now() <= timedelta(seconds=pacing.BUNDLE)
    return text.urgency != Urgency.URGENT and text.number == 1 and not over


def tell_withdrawal(*, release: Release, by: Person | None) -> None:
    """Those who have it, or may have it."""
    theirs = Delivery.objects.filter(dispatch__kind="news", dispatch__subject_id=release.pk, state__in=MAYBE_THERE)
    _tell(release, "news_withdrawn", theirs.values_list("recipient_id", flat=True).distinct(), by=by)


def _tell(
    release: Release,
    kind: str,
    recipients: Iterable[int],
    *,
    by: Person | None,
    after: Dispatch | None = None,
    bundle: bool = False,
) -> None:
    """Nobody wants it: then nothing is opened."""
    if ids := list(recipients):
        tell(release, kind, ids, about=kind, by=by, after=after, bundle=bundle)
