"""Letters through a channel, one after the other, as the engine sends them."""

import asyncio

from jembatan.messages.channels import Channel, Outcome
from jembatan.messages.engine.send import outcomes
from jembatan.messages.letters import Letter


def send(channel: Channel, letters: list[Letter], seconds: float = 20) -> list[Outcome]:
    return asyncio.run(_send(channel, letters, seconds))


async def _send(channel: Channel, letters: list[Letter], seconds: float) -> list[Outcome]:
    async with channel.open() as one:
        return [(await outcomes(one, [letter], 0, seconds))[0] for letter in letters]
