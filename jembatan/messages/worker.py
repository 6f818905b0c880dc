"""The worker: the ledger in one thread, the senders in another, chores and the timetable in a third.

As many workers as wanted, on any machine.
"""

import asyncio
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread, current_thread, main_thread
from typing import NoReturn, cast

import psycopg
from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector

from jembatan.messages import channels, inbound
from jembatan.messages.engine import fan_out, send, sweep
from jembatan.messages.engine.threads import own_database_threads
from jembatan.messages.fetching import fetching
from jembatan.messages.wake import WAKE_UP

log = logging.getLogger(__name__)

POLL = 5.0  # seconds between looks at the ledger when no NOTIFY comes
SWEEP = 15.0  # seconds
IDLE = 1.0  # seconds between looks at a channel where nothing was due
DATABASE_THREADS = 2  # of the senders
RETRY = 2.0  # seconds after an error, such as a lost database
GRACE = 10.0  # seconds for what is in flight when asked to stop

heard = Event()  # something new in the ledger: the thread that listens tells those that send


def run() -> int:
    """Work until SIGTERM or SIGINT. Returns 0, or 1 when something in flight had to be left to the sweeper."""
    gc.freeze()  # what is loaded stays: looking through all of it again and again took a fifth of a letter's time
    stop = Event()
    if current_thread() is main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    threads = [
        Thread(target=_keep_going, args=(work, stop), name=name, daemon=True)
        for name, work in [("ledger", ledger), ("senders", senders), ("chores", chores)]
    ]
    for thread in threads:
        thread.start()
    while not stop.wait(1.0):
        pass
    return 0 if _joined(threads, GRACE) else 1


def leave(code: int) -> NoReturn:
    """End the process now. An interpreter waits for all threads first, and one may wait for a server that hangs."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _joined(threads: list[Thread], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    late = [thread.name for thread in threads if thread.is_alive()]
    if late:
        log.warning("left unfinished after %s seconds: %s", seconds, ", ".join(late))
    return not late


def _keep_going(work: Callable[[Event], None], stop: Event) -> None:
    """Run `work` again whenever it breaks; a lost database is waited for."""
    while not stop.is_set():
        try:
            work(stop)
        except Exception as error:
            lost = isinstance(error.__cause__ or error, psycopg.OperationalError)
            log.error("%s: %s", current_thread().name, error, exc_info=None if lost else error)
        finally:
            connection.close()
        stop.wait(RETRY)


def ledger(stop: Event) -> None:
    """Fan out while there are chunks, sweep now and then, and listen in between, for the senders too."""
    swept = -SWEEP
    with _listening() as wait:
        while not stop.is_set():
            if time.monotonic() - swept >= SWEEP:
                _sweep()
                swept = time.monotonic()
            if not fan_out.next_chunk() + inbound.look():
                wait(stop, POLL)
            heard.set()


def _sweep() -> None:
    """What breaks in there is in the log, and keeps no chunk waiting; a lost database is waited for as ever."""
    try:
        sweep.sweep()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the sweeper broke")


def senders(stop: Event) -> None:
    """Every channel that is set up, side by side, until `stop`."""
    with own_database_threads(DATABASE_THREADS):
        asyncio.run(_senders(stop))


async def _senders(stop: Event) -> None:
    """When one channel's flow breaks, all end in good order, and begin again."""
    broken = asyncio.Event()
    bell = Bell()

    def ending() -> bool:
        return stop.is_set() or broken.is_set()

    async def keep(work: Awaitable[object]) -> None:
        try:
            await work
        finally:
            broken.set()

    ringing = asyncio.create_task(bell.ring_when(heard, stop))
    works: list[Awaitable[object]] = [send.flow(kind, ending, bell.wait) for kind in channels.sending()]
    works += [fetching(kind, ending) for kind in channels.sending() if hasattr(channels.load(kind), "fetch")]
    done = await asyncio.gather(*(keep(work) for work in works), return_exceptions=True)
    ringing.cancel()
    for error in done:
        if isinstance(error, BaseException):
            raise error


class Bell:
    """Wakes every flow that waits: when the ledger was heard, or a second after."""

    def __init__(self) -> None:
        self.rung = asyncio.Event()

    async def wait(self) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await self.rung.wait()
        return True

    async def ring_when(self, heard: Event, stop: Event) -> None:
        while not stop.is_set():
            await asyncio.to_thread(heard.wait, 0.25)
            if heard.is_set():
                heard.clear()
                self.rung.set()
                self.rung = asyncio.Event()


@contextmanager
def _listening() -> Iterator[Callable[[Event, float], None]]:
    """A connection of its own that hears NOTIFY; yields a wait that ends with one, at `stop`, or after its time."""
    params = connection.get_connection_params()
    params = {name: value for name, value in params.items() if name not in {"cursor_factory", "context"}}
    with psycopg.connect(**params, autocommit=True) as listener:
        listener.execute(f"LISTEN {WAKE_UP}")

        def wait(stop: Event, seconds: float) -> None:
            deadline = time.monotonic() + seconds
            while not stop.is_set() and time.monotonic() < deadline:
                if any(True for _ in listener.notifies(timeout=0.25, stop_after=1)):
                    return

        yield wait


def chores(stop: Event) -> None:
    """Procrastinate's jobs and timetable until `stop`."""
    asyncio.run(_chores(stop))


async def _chores(stop: Event) -> None:
    """Jobs are fetched over a connection of their own, while a job that enqueues another does so in Django's
    transaction: two apps with the same tasks, so `replace_connector` is not used."""
    await sync_to_async(close_old_connections)()
    connector = cast(DjangoConnector, django_app.connector).get_worker_connector()
    app = App(connector=connector, worker_defaults=django_app.worker_defaults)
    app.tasks, app.periodic_registry = django_app.tasks, django_app.periodic_registry
    async with app.open_async():
        working = asyncio.create_task(
            app.run_worker_async(install_signal_handlers=False, shutdown_graceful_timeout=GRACE - 2)
        )
        while not stop.is_set() and not working.done():
            await asyncio.wait([working], timeout=0.25)
        working.cancel()
        await asyncio.wait([working])
        if not working.cancelled() and (error := working.exception()):
            raise error
