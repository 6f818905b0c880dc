"""The ledger at work: short transactions, none of them open while a channel is sending.

fan_out   a chunk of the frozen audience becomes deliveries
claim     a batch of deliveries gets a lease and a token; `turns` says whose turn it is, `gate` how many may go
batch     texts are written, contacts checked again, the micro-batch marked; later, settled
send      the way over the network, with several batches of a channel on it
settle    what each outcome means, written by token: who lost the lease changes nothing
sweep     what dead workers left, what came too late, what is finished
"""

from asgiref.sync import async_to_sync

from jembatan.messages import channels
from jembatan.messages.engine import fan_out, send, sweep

__all__ = ["run_dry", "step", "sweep"]


async def _over() -> bool:
    return False


def step() -> int:
    """One chunk, then what is due in every channel. Returns how much was done; 0 means that nothing is due."""
    return fan_out.next_chunk() + sum(deliver(kind) for kind in channels.sending())


def deliver(kind: str, stopping: send.Stopping = lambda: False) -> int:
    """Send what is due in one channel, in this thread. Returns how many batches."""
    return async_to_sync(send.flow)(kind, stopping, _over)


def run_dry() -> int:
    """Step until nothing is due, then sweep once: for tests and the command line, not for the web process."""
    done = 0
    while now := step():
        done += now
    sweep.sweep()
    return done
