"""Where the database is spoken to while letters are on their way: never on the loop that sends them."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from threading import Barrier
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")
own_threads: ContextVar[Executor | None] = ContextVar("own_threads", default=None)


async def database(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """`act` in a thread of the worker's own; elsewhere in the caller's, so within its transaction."""
    if pool := own_threads.get():
        return await asyncio.get_running_loop().run_in_executor(pool, partial(act, *args, **kwargs))
    return await sync_to_async(act)(*args, **kwargs)


# Seconds for which a thread that counts keeps the others waiting: Python's own 5 ms are as long as a batch's statement.
TURN = 0.0005


@contextmanager
def own_database_threads(count: int) -> Iterator[None]:
    """Within the block `database` uses threads of its own; each one's connection is closed at the end."""
    sys.setswitchinterval(TURN)
    with ThreadPoolExecutor(count, thread_name_prefix="database") as pool:
        before = own_threads.set(pool)
        try:
            yield
        finally:
            own_threads.reset(before)
            all_here = Barrier(count)
            for _ in range(count):
                pool.submit(_close, all_here)


def _close(all_here: Barrier) -> None:
    """Every thread takes one of these, since each waits for the others."""
    all_here.wait(10)
    connection.close()
