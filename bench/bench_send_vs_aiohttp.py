"""Letters through the whole engine to a provider on this machine, beside a bare aiohttp loop with the same bodies.

Ours are two worker processes, as many as this machine has cores: from the publishing to the last letter accepted and
written down. The bare loop is one process that writes nothing down, with as many letters on their way as suit it best.
"""

import asyncio
import os
from collections.abc import Iterator

import aiohttp
import gateway
import provider
from harness import alternating, report, seconds
from own_database import own_database

LETTERS = int(os.environ.get("ROWS", "30_000"))
BATCH = 200  # a worker has two of them on their way
WORKERS = 2
IN_FLIGHT = 200
ROUNDS = 5
GOAL = 0.7


async def bare(url: str, bodies: Iterator[bytes]) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT)) as session:

        async def one_after_the_other() -> None:
            for body in bodies:
                async with session.post(f"{url}/send", data=body) as answer:
                    await answer.text()

        await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))


def main() -> None:
    with provider.running() as url:
        gateway.lead_to(url, BATCH=str(BATCH))
        with own_database("bench_send"):
            import people
            import sending
            import workers

            ids = people.recipients(LETTERS, "sms")
            body = b'{"to": "+6281234567890", "text": "Uji 1 Stop: balas BERHENTI", "key": "123456.0-0123456789ab"}'

            def send() -> None:
                sending.give_out(ids)
                workers.done()

            def ours() -> float:
                people.without_deliveries()
                return LETTERS / seconds(send)

            def yardstick() -> float:
                return LETTERS / seconds(lambda: asyncio.run(bare(url, iter([body] * LETTERS))))

            with workers.running(WORKERS):
                mine, theirs = alternating(ours, yardstick, ROUNDS)
            assert provider.taken(url) == LETTERS * ROUNDS * 2
    ratio = mine / theirs
    report(
        "send_vs_aiohttp",
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
