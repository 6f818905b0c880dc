"""Playwright keeps a loop running in the thread of the tests; our senders want to run one of their own there."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_playwrights_loop() -> Iterator[None]:
    """Not around calls of Playwright itself."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(running)
