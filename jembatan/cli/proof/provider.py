"""A provider with its own database: `python -m jembatan.cli.proof.provider FILE --keyed`; prints its port.

It writes down every letter that it takes before it answers. With a key it takes the same letter once only.
"""

import asyncio
import random
import sqlite3
import sys
from pathlib import Path

from aiohttp import web

SLOW = (0.02, 0.15)  # seconds between taking a letter and saying so: the moment in which a kill hurts

TABLE = """
    CREATE TABLE IF NOT EXISTS taken (id INTEGER PRIMARY KEY, key TEXT NOT NULL, at REAL DEFAULT (julianday()));
    CREATE INDEX IF NOT EXISTS taken_key ON taken (key)
"""


def books(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None, timeout=10)
    connection.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {TABLE}")
    return connection


def take(connection: sqlite3.Connection, key: str, *, keyed: bool) -> int:
    """The number of the letter in the books; with `keyed`, the one that it had before."""
    if keyed and (row := connection.execute("SELECT id FROM taken WHERE key = ?", [key]).fetchone()):
        return int(row[0])
    return int(connection.execute("INSERT INTO taken (key) VALUES (?)", [key]).lastrowid or 0)


def counts(file: Path) -> dict[str, int]:
    """How often each letter was taken, by key."""
    return dict(books(file).execute("SELECT key, count(*) FROM taken GROUP BY key"))


def application(connection: sqlite3.Connection, *, keyed: bool) -> web.Application:
    async def send(request: web.Request) -> web.Response:
        key, _, _ours = (await request.json())["key"].partition("-")  # the ledger's; the channel adds a mark of its own
        number = take(connection, key, keyed=keyed)
        await asyncio.sleep(random.uniform(*SLOW))  # noqa: S311 - no secret
        return web.json_response({"id": f"{number}"})

    app = web.Application()
    app.router.add_post("/send", send)
    return app


async def serve(file: Path, *, keyed: bool) -> None:
    runner = web.AppRunner(application(books(file), keyed=keyed), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), keyed="--keyed" in sys.argv))
