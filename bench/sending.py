"""Our senders in this process, as a worker runs them: a loop for the network, threads for the database."""

import asyncio


def send_all(kind: str) -> int:
    """Send everything that is due in a channel. Returns how many batches."""
    from jembatan.messages import worker
    from jembatan.messages.engine import send
    from jembatan.messages.engine.threads import own_database_threads

    async def over() -> bool:
        return False

    with own_database_threads(worker.DATABASE_THREADS):
        return asyncio.run(send.flow(kind, lambda: False, over))


def give_out(ids: range, key: str = "bench") -> int:
    """A dispatch to all of them, fanned out. Returns its id."""
    from jembatan.messages.actions import open_dispatch
    from jembatan.messages.engine import fan_out

    dispatch = open_dispatch(key=key, kind="proof", subject_id=None, recipient_ids=ids)
    while fan_out.next_chunk():
        pass
    return dispatch.pk
