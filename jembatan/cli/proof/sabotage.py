"""One safeguard taken out of a worker of the proof. Whoever trusts a proof that cannot fail has seen none."""

from collections.abc import Callable

from django.db import connection


def lock() -> None:
    """Chunks are fanned out without locking them, and nothing else stops a second row for the same recipient."""
    from jembatan.messages.engine import fan_out

    fan_out.NEXT = fan_out.NEXT.replace("FOR UPDATE OF c SKIP LOCKED", "")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE messages_delivery DROP CONSTRAINT IF EXISTS delivery_once")
    connection.close()


def token() -> None:
    """Whoever once held a row still writes to it, whoever holds it now."""
    from jembatan.messages.engine import mark, settle

    ours = "AND d.token = %(token)s AND d.state = 'leased'"
    mark.MARK = mark.MARK.replace(ours, "AND %(token)s::uuid IS NOT NULL")
    settle.DELIVERIES = settle.DELIVERIES.replace("d.token = %(token)s AND", "%(token)s::uuid IS NOT NULL AND")


def sending() -> None:
    """Letters go out while they are only leased: what was on its way is taken for not begun."""
    from jembatan.messages.engine import mark, settle

    mark.MARK = mark.MARK.replace("SET state = 'sending'", "SET state = 'leased'")
    settle.DELIVERIES = settle.DELIVERIES.replace("state = 'sending'", "state = 'leased'")
    through = "ALTER TABLE messages_delivery DISABLE TRIGGER messages_delivery_forward"
    with connection.cursor() as cursor:
        cursor.execute(through)  # leased → accepted
    connection.close()


def sweeper() -> None:
    """What dead workers held stays theirs."""
    from jembatan.messages.engine import sweep

    sweep.sweep = lambda: 0


SAFEGUARDS: dict[str, Callable[[], None]] = {"lock": lock, "token": token, "sending": sending, "sweeper": sweeper}


def take_out(safeguard: str) -> None:
    SAFEGUARDS[safeguard]()
