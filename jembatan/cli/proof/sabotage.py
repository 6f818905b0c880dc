"""One safeguard taken out of a worker of the proof. Whoever trusts a proof that cannot fail has seen none."""

from collections.abc import Callable
from types import ModuleType

from django.db import connection


def _replace(module: ModuleType, name: str, old: str, new: str) -> None:
    """In a statement of the engine; raises LookupError where it reads otherwise by now, and nothing is taken out."""
    statement = getattr(module, name)
    if old not in statement:
        raise LookupError(f"{module.__name__}.{name} has no {old!r}")
    setattr(module, name, statement.replace(old, new))


def lock() -> None:
    """Chunks are fanned out without locking them, and nothing else stops a second row for the same recipient."""
    from jembatan.messages.engine import fan_out

    _replace(fan_out, "NEXT", "FOR UPDATE OF c SKIP LOCKED", "")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE messages_delivery DROP CONSTRAINT IF EXISTS delivery_once")
    connection.close()


def token() -> None:
    """Whoever once held a row still writes to it, whoever holds it now."""
    from jembatan.messages.engine import mark, settle

    anybody = "%(token)s::uuid IS NOT NULL"
    _replace(mark, "MARK", "d.token = %(token)s AND d.state = 'leased'", anybody)
    _replace(settle, "DELIVERIES", "d.token = %(token)s AND", f"{anybody} AND")


def sending() -> None:
    """Letters go out while they are only leased: what was on its way is taken for not begun."""
    from jembatan.messages.engine import mark, settle

    _replace(mark, "MARK", "SET state = 'sending'", "SET state = 'leased'")
    _replace(settle, "DELIVERIES", "state = 'sending'", "state = 'leased'")
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
