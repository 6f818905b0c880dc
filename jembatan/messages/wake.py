"""Waking the workers: a NOTIFY that goes out with the transaction. Polling is the fallback."""

from django.db import connection

WAKE_UP = "jembatan_ledger"  # the channel that the workers listen to


def wake_up() -> None:
    """Tell the workers, when this transaction commits, that there is something to do."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {WAKE_UP}")
