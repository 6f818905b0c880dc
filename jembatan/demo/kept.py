"""What stays when the demo goes: real people's releases, as if nobody invented had ever been asked to carry them."""

from django.db import connection

from jembatan.demo.invented import DISPATCHES, KEPT_RELAYS, PEOPLE, RECIPIENTS

# Before the invented recipients go: audiences and chunks without them, so that every ledger still adds up. A message
# that is rolled up keeps its totals.
_WITHOUT = f"""
    CREATE TEMP TABLE demo_gone AS
    SELECT c.id AS chunk, c.dispatch_id AS dispatch, c.closed_at IS NOT NULL AS closed, count(*) AS gone,
           count(d.id) AS sent
    FROM messages_chunk c JOIN messages_dispatch p ON p.id = c.dispatch_id AND p.totals IS NULL
         CROSS JOIN unnest(c.recipient_ids) AS r(id)
         LEFT JOIN messages_delivery d ON d.recipient_id = r.id AND d.dispatch_id = c.dispatch_id
    WHERE c.dispatch_id NOT IN {DISPATCHES} AND r.id IN {RECIPIENTS}
    GROUP BY c.id
"""
_LEDGER = (
    _WITHOUT,
    f"""
    UPDATE messages_chunk c SET
        recipient_ids = ARRAY(SELECT id FROM unnest(c.recipient_ids) AS r(id) WHERE id NOT IN {RECIPIENTS}),
        expected = c.expected - g.gone, inserted = c.inserted - g.sent, excluded = c.excluded - (g.gone - g.sent)
    FROM demo_gone g WHERE g.chunk = c.id
    """,
    """
    UPDATE messages_dispatch p SET audience = p.audience - g.gone, excluded = p.excluded - coalesce(g.excluded, 0)
    FROM (SELECT dispatch, sum(gone) AS gone, sum(gone - sent) FILTER (WHERE closed) AS excluded
          FROM demo_gone GROUP BY dispatch) g
    WHERE g.dispatch = p.id
    """,
    "DROP TABLE demo_gone",
)
# After the askings of invented people went. What they did is no evidence, and neither is what followed from asking
# them alone: whoever opens the village's link from now on is.
_HISTORY = (
    f"""
    DELETE FROM relays_hop WHERE relay_id = ANY(%(relays)s)
        AND (by_id IN {PEOPLE} OR (kind = 'confirmed' AND told_by_id IN {PEOPLE}))
    """,
    """
    DELETE FROM relays_hop h WHERE relay_id = ANY(%(relays)s) AND by_id IS NULL
        AND (kind IN ('asked', 'reminded', 'by_hand', 'delivered', 'seen') OR evidence = 'link')
        AND NOT EXISTS (SELECT FROM relays_asking a WHERE a.relay_id = h.relay_id
                        AND (a.step IS NULL OR h.kind <> 'asked'))
    """,
    """
    UPDATE relays_hop h SET asked = least(h.asked, (
        SELECT count(*) FROM relays_asking a WHERE a.relay_id = h.relay_id AND a.step = h.step))
    WHERE relay_id = ANY(%(relays)s) AND kind = 'escalated'
    """,
)


def relays() -> list[int]:
    """Relays that stay and that somebody invented was asked to carry."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT_RELAYS)
        return [row[0] for row in cursor.fetchall()]


def take_out_of_ledgers() -> None:
    with connection.cursor() as cursor:
        for sql in _LEDGER:
            cursor.execute(sql)


def rewrite_history(kept: list[int]) -> None:
    """Their hops without what was invented; `relays.rebuilding` brings them to where these say that they are."""
    with connection.cursor() as cursor:
        for sql in _HISTORY:
            cursor.execute(sql, {"relays": kept})
