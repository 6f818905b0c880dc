"""A local HTTP server on a free port: answers by path, keeps what it was asked, and misbehaves when told.

    with HttpProvider({"/send": lambda asked: Reply({"id": len(server.taken)})}) as server:
        server.next = [Reply("busy", 429, {"Retry-After": "7"}), HANG]
        ...
        server.taken  # requests that were taken, in their order; `server.asked` holds the others too

`next` is what happens to the next requests instead; with `only`, to those of one path.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from aiohttp import web

HANG = "hang"  # the request is taken, and never answered
CUT = "cut"  # the request is read, not taken, and the connection ends
CUT_AFTER = "cut after"  # the request is taken, and the connection ends


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # by lower-case name
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """`body`: text as it is, anything else as JSON. `wait`: seconds until it is given."""

    body: Any = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0


class HttpProvider:
    def __init__(self, answers: Mapping[str, Callable[[Asked], Reply]]) -> None:
        self.answers = answers  # by path; any other is 404
        self.asked: list[Asked] = []
        self.taken: list[Asked] = []
        self.next: list[Reply | str] = []
        self.only = ""  # the path that `next` is about; empty for any
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "HttpProvider":
        started = Event()
        self._thread = Thread(target=lambda: asyncio.run(self._serve(started)), daemon=True)
        self._thread.start()
        assert started.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(5)

    async def _serve(self, started: Event) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        runner = web.ServerRunner(web.Server(self._handle), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        started.set()
        await self._over.wait()
        await runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(request.method, request.path, dict(request.query), headers, await request.read())
        self.asked.append(asked)
        instead = self.next.pop(0) if self.next and self.only in {"", asked.path} else None
        if instead in (None, HANG, CUT_AFTER):
            self.taken.append(asked)
        if isinstance(instead, str):
            await self._misbehave(request, instead)
        answer = self.answers.get(asked.path, lambda _asked: Reply("", 404))
        reply = instead if isinstance(instead, Reply) else answer(asked)
        await asyncio.sleep(reply.wait)
        return _response(reply)

    async def _misbehave(self, request: web.BaseRequest, what: str) -> None:
        if what == HANG:
            await self._over.wait()
        if request.transport:
            request.transport.abort()


def _response(reply: Reply) -> web.Response:
    plain = isinstance(reply.body, str)
    body = reply.body if plain else json.dumps(reply.body)
    kind = "text/plain" if plain else "application/json"
    return web.Response(text=body, status=reply.status, headers=dict(reply.headers), content_type=kind)
