"""Receipts: kept once each, matched to the attempt they speak of, and never a step back.

A receipt may come twice, out of order, or before our own commit of the acceptance: then it waits here, and the
settling, or else the sweeper, takes it up.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from jembatan.keyring import seal
from jembatan.messages import ladder
from jembatan.messages.hearing import News
from jembatan.messages.models import Receipt

log = logging.getLogger(__name__)

# Hears which deliveries arrived and when, in the transaction that moves them; may hear the same twice.
Taker = Callable[[Mapping[int, datetime]], None]

# Every delivery that this message carried; a bundle is one message of several. What arrived shows where: after a climb
# it may have been at the contact that was tried before. A failure counts only while no other attempt was made since.
# Where one may bring the next contact, the dispatches are locked before the deliveries, as the desk does when it sends
# again, and `sweep.finish`.
APPLY = """
    WITH fresh AS MATERIALIZED (
        SELECT r.id, r.kind, r.detail, r.at, a.delivery_id, a.contact_id, a.number
        FROM messages_receipt r JOIN messages_attempt a ON a.channel = r.channel AND a.provider_id = r.provider_id
        WHERE r.channel = %(channel)s AND r.delivery_id IS NULL
          AND (%(ids)s::text[] IS NULL OR r.provider_id = ANY(%(ids)s))
        LIMIT 5000
    ), locked AS MATERIALIZED (
        SELECT id FROM messages_dispatch
        WHERE id IN (SELECT d.dispatch_id FROM fresh JOIN messages_delivery d ON d.id = fresh.delivery_id
                     WHERE fresh.kind = 'failed')
        ORDER BY id FOR NO KEY UPDATE
    ), best AS (
        SELECT delivery_id,
               CASE WHEN bool_or(kind = 'seen') THEN 'seen' WHEN bool_or(kind = 'delivered') THEN 'delivered'
                    WHEN bool_or(kind = 'failed') THEN 'failed' END AS state,
               (array_agg(contact_id ORDER BY kind = 'seen' DESC, kind = 'delivered' DESC, at))[1] AS contact_id,
               max(detail) AS detail, min(at) FILTER (WHERE kind IN ('delivered', 'seen')) AS at,
               max(number) FILTER (WHERE kind = 'failed') AS number
        FROM fresh GROUP BY delivery_id ORDER BY delivery_id
    ), ours AS MATERIALIZED (
        SELECT d.id, best.state, best.detail, best.at,
               CASE WHEN best.state IN ('delivered', 'seen') THEN best.contact_id END AS contact_id
        FROM best CROSS JOIN LATERAL (
            SELECT id, state, attempts FROM messages_delivery
            WHERE id = best.delivery_id AND (SELECT count(*) FROM locked) >= 0 FOR UPDATE
        ) d
        WHERE best.state = 'seen' AND d.state IN ('ready', 'leased', 'sending', 'accepted', 'delivered', 'failed',
                                                  'uncertain')
           OR best.state = 'delivered' AND d.state IN ('ready', 'leased', 'sending', 'accepted', 'failed', 'uncertain')
           OR best.state = 'failed' AND d.state IN ('accepted', 'uncertain') AND d.attempts = best.number
    ), moved AS (
        UPDATE messages_delivery d
        SET state = ours.state, token = NULL, lease_until = NULL, climb_at = NULL,
            reason = coalesce(ours.detail, d.reason), contact_id = coalesce(ours.contact_id, d.contact_id),
            channel = CASE WHEN ours.contact_id IS NULL THEN d.channel ELSE %(channel)s END
        FROM ours WHERE d.id = ours.id
        RETURNING d.id, d.state, ours.at
    ), noted AS (
        UPDATE messages_receipt r SET delivery_id = fresh.delivery_id FROM fresh WHERE r.id = fresh.id
    )
    SELECT id, state, at FROM moved
"""


def take(channel: str, news: Iterable[News], *, raw: str = "") -> int:
    """Keep what is new, and move the deliveries that it speaks of. Returns how many receipts were new."""
    rows = [
        Receipt(channel=channel, event=one.event[:240], provider_id=one.provider_id[:200], kind=one.kind, at=one.at,
                detail=(one.detail or "")[:200] or None, raw=seal(one.raw or raw) if one.raw or raw else None)
        for one in news
    ]  # fmt: skip
    before = Receipt.objects.filter(channel=channel, event__in=[row.event for row in rows]).count()
    Receipt.objects.bulk_create(rows, ignore_conflicts=True)
    look_up(channel, sorted({row.provider_id for row in rows}))
    return max(0, len({row.event for row in rows}) - before)


def look_up(channel: str, provider_ids: list[str] | None) -> int:
    """`catch_up` in a transaction of its own: where it breaks, the receipts wait for the sweeper, and nothing else.

    A taker with a mistake breaks it, or a deadlock.
    """
    try:
        with transaction.atomic():
            return catch_up(channel, provider_ids)
    except Exception:
        if connection.needs_rollback:  # the caller's transaction is lost with it
            raise
        log.exception("receipts of %s wait for the sweeper", channel)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        return 0


def catch_up(channel: str, provider_ids: list[str] | None) -> int:
    """Match what waits, of these messages or of all. Returns how many deliveries moved. Call it in a transaction.

    What failed at the recipient's goes on to their next contact; what arrived is told to settings.RECEIPT_TAKERS.
    """
    if provider_ids == []:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(APPLY, {"channel": channel, "ids": provider_ids})
        moved = cursor.fetchall()
    if failed := [pk for pk, state, _at in moved if state == "failed"]:
        ladder.climb(failed, "refused by a receipt")
    if arrived := {pk: at for pk, state, at in moved if state != "failed"}:
        for name in settings.RECEIPT_TAKERS:
            taker: Taker = import_string(name)
            taker(arrived)
    return len(moved)
