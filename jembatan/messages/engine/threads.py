"""Where the database is spoken to while letters are on their way: never on the loop that sends them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextvars import ContextVar
from functools import partial
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async

P = ParamSpec("P")
R = TypeVar("R")
own_threads: ContextVar[Executor | None] = ContextVar("own_threads", default=None)


async def database(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """`act` in a thread of the worker's own; elsewhere in the caller's, so within its transaction."""
    if pool := own_threads.get():
        return await asyncio.get_running_loop().run_in_executor(pool, partial(act, *args, **kwargs))
    return await sync_to_async(act)(*args, **kwargs)
