"""Letters through the ledger, beside one job for each recipient on the queue engine, to the same provider."""

import asyncio
import os

import aiohttp
import gateway
import provider
from harness import alternating, report, seconds
from own_database import own_database

LETTERS = int(os.environ.get("ROWS", "2_000"))
AT_ONCE = 100
ROUNDS = 3
GOAL = 10.0


async def jobs(conninfo: str, url: str, measured: list[float]) -> None:
    """Deferring them is not counted, only working through them."""
    from procrastinate import App, PsycopgConnector

    app = App(connector=PsycopgConnector(conninfo=conninfo))
    async with app.open_async(), aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        @app.task(queue="bench", name="bench_letter")
        async def letter(number: int) -> None:
            async with session.post(f"{url}/send", data=b'{"key": "%d"}' % number) as answer:
                await answer.text()

        await letter.batch_defer_async(*({"number": n} for n in range(LETTERS)))
        begin = asyncio.get_running_loop().time()
        await app.run_worker_async(queues=["bench"], concurrency=AT_ONCE, wait=False, install_signal_handlers=False)
        measured.append(asyncio.get_running_loop().time() - begin)


def main() -> None:
    with provider.running() as url:
        gateway.lead_to(url, BATCH="250")
        with own_database("bench_queue"):
            import people
            import sending
            from django.db import connection
            from psycopg.conninfo import make_conninfo

            ids = people.recipients(LETTERS, "sms")
            params = connection.get_connection_params()
            wanted = ("dbname", "user", "password", "host", "port")
            conninfo = make_conninfo(**{name: params[name] for name in wanted if params.get(name)})

            def ours() -> float:
                people.without_deliveries()
                sending.give_out(ids)
                return LETTERS / seconds(lambda: sending.send_all("sms"))

            def yardstick() -> float:
                measured: list[float] = []
                asyncio.run(jobs(conninfo, url, measured))
                return LETTERS / measured[0]

            mine, theirs = alternating(ours, yardstick, ROUNDS)
            assert provider.taken(url) == LETTERS * ROUNDS * 2
    ratio = mine / theirs
    report(
        "send_vs_queue_jobs",
        ratio=ratio,
        goal=GOAL,
        ok=ratio >= GOAL,
        ours=mine,
        yardstick=theirs,
        unit="letters/s",
        rounds=ROUNDS,
    )


if __name__ == "__main__":
    main()
