"""A provider for the benchmarks, in a process of its own: `python provider.py [--cap N] [--slow SECONDS]`.

Answers every letter with a number. `--cap`: letters a second; above that 429 with Retry-After. `/count` tells how many
were taken, and when the first and the last was.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

from aiohttp import web


class Cap:
    """A bucket that fills at `rate` and holds a tenth of a second's letters."""

    def __init__(self, rate: float) -> None:
        self.rate, self.room, self.at = rate, max(1.0, rate / 10), time.monotonic()

    def takes(self) -> bool:
        now = time.monotonic()
        self.room, self.at = min(max(1.0, self.rate / 10), self.room + (now - self.at) * self.rate), now
        if self.room < 1:
            return False
        self.room -= 1
        return True


def application(cap: float | None, slow: float) -> web.Application:
    state: dict[str, float] = {"taken": 0, "refused": 0, "first": 0, "last": 0}
    bucket = Cap(cap) if cap else None

    async def send(request: web.Request) -> web.Response:
        await request.read()
        if bucket and not bucket.takes():
            state["refused"] += 1
            return web.json_response({"error": "wait"}, status=429, headers={"Retry-After": "1"})
        if slow:
            await asyncio.sleep(slow)
        state["last"] = time.time()
        state["first"] = state["first"] or state["last"]
        state["taken"] += 1
        number = f"{state['taken']:.0f}"
        text = f'{{"id": "{number}", "ok": true, "result": {{"message_id": {number}}}}}'  # also as Telegram says it
        return web.Response(text=text, content_type="application/json")

    async def count(_request: web.Request) -> web.Response:
        return web.json_response(state)

    async def forget(_request: web.Request) -> web.Response:
        state.update(taken=0, refused=0, first=0, last=0)
        return web.json_response(state)

    app = web.Application()
    app.add_routes([web.get("/count", count), web.post("/forget", forget), web.post("/{any:.*}", send)])
    return app


async def serve(cap: float | None, slow: float) -> None:
    runner = web.AppRunner(application(cap, slow), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=2048).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


@contextmanager
def running(*options: str) -> Iterator[str]:
    """The address of a provider with these options, as long as the block lasts."""
    with subprocess.Popen([sys.executable, __file__, *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def counts(url: str) -> dict[str, float]:
    with urlopen(f"{url}/count") as answer:  # noqa: S310 - our own
        found: dict[str, float] = json.load(answer)
    return found


def taken(url: str) -> int:
    return int(counts(url)["taken"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cap", type=float)
    parser.add_argument("--slow", type=float, default=0)
    given = parser.parse_args()
    asyncio.run(serve(given.cap, given.slow))
