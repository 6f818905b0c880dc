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
from typing import cast
from urllib.request import urlopen

COUNT = b"/count"


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


class Provider:
    """What was taken, and the next answer."""

    def __init__(self, cap: float | None, slow: float) -> None:
        self.bucket, self.slow = Cap(cap) if cap else None, slow
        self.seen: dict[str, float] = {"taken": 0, "refused": 0, "first": 0, "last": 0}

    def answer(self, path: bytes) -> bytes:
        if path == COUNT:
            return _response("200 OK", json.dumps(self.seen))
        if self.bucket and not self.bucket.takes():
            self.seen["refused"] += 1
            return _response("429 Too Many Requests", '{"error": "wait"}', "Retry-After: 1\r\n")
        return self._take()

    def _take(self) -> bytes:
        seen = self.seen
        seen["last"] = time.time()
        seen["first"] = seen["first"] or seen["last"]
        seen["taken"] += 1
        number = f"{seen['taken']:.0f}"  # also as Telegram says it
        return _response("200 OK", f'{{"id": "{number}", "ok": true, "result": {{"message_id": {number}}}}}')


def _response(status: str, text: str, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n{more}\r\n"
    return (head + text).encode()


class Connection(asyncio.Protocol):
    """Just enough HTTP/1.1 to be quick: what is measured are those who ask."""

    def __init__(self, provider: Provider) -> None:
        self.provider, self.left = provider, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.left += data
        while request := self._next():
            if self.provider.slow and request != COUNT:
                asyncio.get_running_loop().call_later(self.provider.slow, self._answer, request)
            else:
                self._answer(request)

    def _next(self) -> bytes | None:
        """The path of the next whole request."""
        head, end, rest = self.left.partition(b"\r\n\r\n")
        _, named, length = head.lower().partition(b"content-length:")
        body = int(length.split(b"\r\n", 1)[0]) if named else 0
        if not end or len(rest) < body:
            return None
        self.left = rest[body:]
        return head.split(b" ", 2)[1]

    def _answer(self, path: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(self.provider.answer(path))


async def serve(cap: float | None, slow: float) -> None:
    provider = Provider(cap, slow)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(provider), "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
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
