"""What is forgotten, and when: addresses, texts and the raw words of providers go; the counts stay.

How many days each is kept stands in settings.KEEP_DAYS. So many rows in a transaction; safe to run anywhere, twice.
"""

import json
from collections import Counter
from typing import Any

from django.conf import settings
from django.db import connection, transaction

MANY = 1_000
PIECE = 10_000  # deliveries of one dispatch

# name in KEEP_DAYS → what it blanks or deletes, `%(many)s` rows at a time
BLANK: dict[str, list[str]] = {
    # Who never said yes: asked and silent, or somebody unknown who wrote and was answered. Never a person's contact.
    "unconfirmed": [
        """
        UPDATE messages_contact
        SET address = NULL, address_index = NULL, ended_at = now(), ended_because = 'unconfirmed'
        WHERE id IN (SELECT c.id FROM messages_contact c JOIN messages_recipient r ON r.id = c.recipient_id
                     WHERE r.person_id IS NULL AND c.verified_at IS NULL AND c.ended_at IS NULL
                       AND c.address IS NOT NULL AND greatest(c.created_at, c.heard_at) < %(before)s
                       AND NOT EXISTS (SELECT FROM messages_subscription s
                                       WHERE s.recipient_id = c.recipient_id AND s.asked_at >= %(before)s)
                       AND NOT EXISTS (SELECT FROM messages_consent k
                                       WHERE k.contact_id = c.id AND k.given_at IS NOT NULL AND k.withdrawn_at IS NULL)
                     LIMIT %(many)s FOR UPDATE OF c SKIP LOCKED)
        """,
        """
        UPDATE messages_contact SET address = NULL, address_index = NULL, ended_at = now()
        WHERE id IN (SELECT id FROM messages_contact
                     WHERE ended_at IS NULL AND ended_because = 'farewell' AND created_at < %(before)s
                     LIMIT %(many)s FOR UPDATE SKIP LOCKED)
        """,
        """
        DELETE FROM messages_subscription
        WHERE id IN (SELECT id FROM messages_subscription WHERE confirmed_at IS NULL AND asked_at < %(before)s
                     LIMIT %(many)s FOR UPDATE SKIP LOCKED)
        """,
    ],
    "ended_addresses": [
        """
        UPDATE messages_contact SET address = NULL, address_index = NULL
        WHERE id IN (SELECT id FROM messages_contact
                     WHERE ended_at < %(before)s AND address IS NOT NULL LIMIT %(many)s FOR UPDATE SKIP LOCKED)
        """,
    ],
    "inbound_texts": [
        """
        UPDATE messages_inbound SET address = NULL, address_index = NULL, text = NULL, raw = NULL
        WHERE id IN (SELECT id FROM messages_inbound WHERE received_at < %(before)s
                     AND (address IS NOT NULL OR text IS NOT NULL OR raw IS NOT NULL)
                     LIMIT %(many)s FOR UPDATE SKIP LOCKED)
        """,
    ],
    "raw_words": [
        """
        UPDATE messages_receipt SET raw = NULL
        WHERE id IN (SELECT id FROM messages_receipt WHERE received_at < %(before)s AND raw IS NOT NULL
                     LIMIT %(many)s FOR UPDATE SKIP LOCKED)
        """,
        # Of messages that are not ours, such as somebody else's through the same account.
        """
        DELETE FROM messages_receipt
        WHERE id IN (SELECT id FROM messages_receipt WHERE received_at < %(before)s AND delivery_id IS NULL
                     LIMIT %(many)s FOR UPDATE SKIP LOCKED)
        """,
        """
        UPDATE messages_inbound SET raw = NULL
        WHERE id IN (SELECT id FROM messages_inbound WHERE received_at < %(before)s AND raw IS NOT NULL
                     LIMIT %(many)s FOR UPDATE SKIP LOCKED)
        """,
        """
        UPDATE messages_dispatch SET payload = NULL
        WHERE id IN (SELECT id FROM messages_dispatch WHERE finished_at < %(before)s AND payload IS NOT NULL
                     LIMIT %(many)s FOR UPDATE SKIP LOCKED)
        """,
    ],
}

# The chunks go with the last piece: while there are any, some of its deliveries may be left.
OLD = """
    SELECT id, coalesce(totals, '{}') FROM messages_dispatch p
    WHERE finished_at < %(before)s
      AND (totals IS NULL OR EXISTS (SELECT FROM messages_chunk c WHERE c.dispatch_id = p.id))
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
TAKEN = """
    DELETE FROM messages_delivery
    WHERE id IN (SELECT id FROM messages_delivery WHERE dispatch_id = %s LIMIT %s) RETURNING id, state
"""
GONE = [
    "DELETE FROM messages_receipt WHERE delivery_id = ANY(%s)",
    "DELETE FROM messages_attempt WHERE delivery_id = ANY(%s)",
]
TOTALS = "UPDATE messages_dispatch SET totals = %s WHERE id = %s"
CHUNKS = "DELETE FROM messages_chunk WHERE dispatch_id = %s"


def forget() -> dict[str, int]:
    """Everything whose time is over. Returns how many rows of each name."""
    done = {name: sum(_all(statement, name) for statement in statements) for name, statements in BLANK.items()}
    return done | {"deliveries": _roll_up_all()}


def _before(name: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp() - %s * interval '1 day'", [settings.KEEP_DAYS[name]])
        return {"before": cursor.fetchone()[0], "many": MANY}


def _all(statement: str, name: str) -> int:
    total, values = 0, _before(name)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            total += (moved := int(cursor.rowcount))
        if moved < MANY:
            return total


def _roll_up_all() -> int:
    total, values = 0, _before("deliveries")
    while (rows := _roll_up(values)) is not None:
        total += rows
    return total


@transaction.atomic
def _roll_up(values: dict[str, Any]) -> int | None:
    """A piece of one finished dispatch becomes its counts: who it went to is forgotten. None when nothing is left.

    What is rolled up and what still lies there add up at every moment.
    """
    with connection.cursor() as cursor:
        cursor.execute(OLD, values)
        if (row := cursor.fetchone()) is None:
            return None
        pk, totals = row
        cursor.execute(TAKEN, [pk, PIECE])
        taken = cursor.fetchall()
        for statement in GONE:
            cursor.execute(statement, [[delivery for delivery, _state in taken]])
        counts = Counter(json.loads(totals)) + Counter(state for _delivery, state in taken)
        cursor.execute(TOTALS, [json.dumps(counts), pk])
        if len(taken) < PIECE:
            cursor.execute(CHUNKS, [pk])
    return len(taken)
