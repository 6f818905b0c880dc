"""The ledger at work: short transactions, none of them open while a channel is sending.

fan_out   a chunk of the frozen audience becomes deliveries
claim     a batch of deliveries gets a lease and a token
send      texts are written, contacts checked again, the micro-batch marked, sent, and settled
settle    what each outcome means, written by token: who lost the lease changes nothing
sweep     what dead workers left, what came too late, what is finished
"""

from collections.abc import Callable

from jembatan.messages import channels
from jembatan.messages.engine import fan_out, send, sweep

__all__ = ["never", "run_dry", "step", "sweep"]


def never() -> bool:
    return False


def step(stopping: Callable[[], bool] = never) -> int:
    """One chunk, then one batch in every channel. Returns how much was done; 0 means that nothing is due."""
    done = fan_out.next_chunk()
    for kind in channels.kinds():
        if stopping():
            break
        done += send.deliver(kind, stopping)
    return done


def run_dry() -> int:
    """Step until nothing is due, then sweep once: for tests and the command line, not for the web process."""
    done = 0
    while now := step():
        done += now
    sweep.sweep()
    return done
