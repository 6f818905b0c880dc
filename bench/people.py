"""Recipients with one contact each, made in SQL: what is measured is sending, not making up people."""

from django.db import connection

from jembatan.keyring import mac, seal

MAKE = """
    INSERT INTO messages_recipient (created_at) SELECT now() FROM generate_series(1, %(count)s);
    INSERT INTO messages_contact (recipient_id, channel, address, address_index, position, ended_because)
    SELECT id, %(channel)s, %(address)s, %(index)s, 0, '' FROM messages_recipient;
    ANALYZE messages_recipient, messages_contact
"""
ADDRESS = "+6281234567890"


def recipients(count: int, channel: str) -> range:
    """That many, all at one address that belongs to nobody; the ids in a row."""
    empty()
    with connection.cursor() as cursor:
        values = {"count": count, "channel": channel, "address": seal(ADDRESS), "index": mac("contact", ADDRESS)}
        for statement in MAKE.split(";"):
            cursor.execute(statement, values if "%(" in statement else None)
        cursor.execute("SELECT min(id), max(id) FROM messages_recipient")
        first, last = cursor.fetchone()
    return range(first, last + 1)


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE messages_recipient, messages_dispatch, messages_delivery, messages_attempt, messages_gate RESTART IDENTITY CASCADE")


def without_deliveries() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE messages_dispatch, messages_delivery, messages_attempt, messages_gate CASCADE")
