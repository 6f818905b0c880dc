"""Recipients with one contact each, made in SQL: what is measured is sending, not making up people."""

from django.db import connection

from jembatan.keyring import mac, seal

MAKE = """
    WITH fresh AS (
        INSERT INTO messages_recipient (created_at) SELECT now() FROM generate_series(1, %(count)s) RETURNING id
    )
    INSERT INTO messages_contact (recipient_id, channel, address, address_index, position, ended_because, verified_at)
    SELECT id, %(channel)s, %(address)s, %(index)s, 0, '', now() FROM fresh ORDER BY id RETURNING recipient_id
"""
INBOX = """
    WITH fresh AS (
        INSERT INTO messages_recipient (created_at) SELECT now() FROM generate_series(1, %(count)s) RETURNING id
    )
    INSERT INTO messages_contact (recipient_id, channel, position, ended_because, verified_at)
    SELECT id, %(channel)s, 0, '', now() FROM fresh ORDER BY id RETURNING recipient_id
"""
ADDRESS = "+6281234567890"
LEDGER = "messages_dispatch, messages_delivery, messages_attempt, messages_gate"


def recipients(count: int, channel: str) -> range:
    """That many and nobody else, all at one address that belongs to nobody; the ids in a row."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE messages_recipient, {LEDGER} RESTART IDENTITY CASCADE")
    return more(count, channel)


def more(count: int, channel: str) -> range:
    with connection.cursor() as cursor:
        values = {"count": count, "channel": channel, "address": seal(ADDRESS), "index": mac("contact", ADDRESS)}
        cursor.execute(INBOX if channel == "inbox" else MAKE, values)
        first = int(cursor.fetchone()[0])
        cursor.execute("ANALYZE messages_recipient, messages_contact")
    return range(first, first + count)


def without_deliveries() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {LEDGER} CASCADE")
