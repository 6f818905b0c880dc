"""What is forgotten, and when: addresses, texts and the raw words of providers go; the counts stay.

How many days each is kept stands in settings.KEEP_DAYS. A thousand rows in a transaction; safe to run anywhere, twice.
"""

import json
from typing import Any

from django.conf import settings
from django.db import connection, transaction

MANY = 1_000

# name in KEEP_DAYS → what it blanks or deletes, `%(many)s` rows at a time
BLANK: dict[str, list[str]] = {
    "unconfirmed": [
        """
        UPDATE messages_contact SET address = NULL, address_index = NULL, ended_at = coalesce(ended_at, now()),
               ended_because = CASE WHEN ended_at IS NULL THEN 'unconfirmed' ELSE ended_because END
        WHERE id IN (SELECT c.id FROM messages_contact c
                     WHERE c.verified_at IS NULL AND c.ended_at IS NULL AND c.address IS NOT NULL
                       AND EXISTS (SELECT FROM messages_subscription s WHERE s.recipient_id = c.recipient_id)
                       AND NOT EXISTS (SELECT FROM messages_subscription s
                                       WHERE s.recipient_id = c.recipient_id AND s.asked_at >= %(before)s)
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

OLD = """
    SELECT id FROM messages_dispatch WHERE finished_at < %(before)s AND totals IS NULL
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
COUNT = "SELECT state, count(*) FROM messages_delivery WHERE dispatch_id = %s GROUP BY state"
TOTALS = "UPDATE messages_dispatch SET totals = %s WHERE id = %s"
GONE = [
    """
    DELETE FROM messages_receipt WHERE delivery_id IN (SELECT id FROM messages_delivery WHERE dispatch_id = %s)
    """,
    """
    DELETE FROM messages_attempt WHERE delivery_id IN (SELECT id FROM messages_delivery WHERE dispatch_id = %s)
    """,
    "DELETE FROM messages_delivery WHERE dispatch_id = %s",
    "DELETE FROM messages_chunk WHERE dispatch_id = %s",
]


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
    """One finished dispatch becomes its counts: who it went to is forgotten. None when there is none left."""
    with connection.cursor() as cursor:
        cursor.execute(OLD, values)
        if (row := cursor.fetchone()) is None:
            return None
        cursor.execute(COUNT, [row[0]])
        totals = dict(cursor.fetchall())
        for statement in GONE:
            cursor.execute(statement, [row[0]])
        cursor.execute(TOTALS, [json.dumps(totals), row[0]])
    return sum(totals.values())
