"""A worker as in earnest, save that its leases are short and that it can be struck at a named point.

`python -m jembatan.cli.proof.worker FOLDER [SAFEGUARD]`: a file in the folder with the worker's pid as its name and
`kill:POINT` or `stop:POINT` in it strikes once.
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import django

LEASE = 2.0  # seconds; so short that the trial need not wait for minutes


def orders(folder: Path) -> Path:
    return folder / str(os.getpid())


def strike(folder: Path, point: str) -> None:
    """Carry out the order for this point, if there is one."""
    with suppress(FileNotFoundError):
        what, _, where = orders(folder).read_text().partition(":")
        if where == point:
            orders(folder).unlink()
            os.kill(os.getpid(), signal.SIGKILL if what == "kill" else signal.SIGSTOP)


def hurry() -> None:
    """Everything that waits, waits less."""
    from jembatan.messages import worker
    from jembatan.messages.channels import sms
    from jembatan.messages.engine import batch, claim

    sms.LONGEST = LEASE / 2
    claim.LEASE = LEASE
    batch.MARGIN = LEASE - 1
    worker.SWEEP, worker.POLL, worker.IDLE = 0.5, 0.5, 0.2


def listen_at_every_point(folder: Path) -> None:
    from jembatan.messages.engine import batch, fan_out, sweep

    for module in (batch, fan_out, sweep):
        module.reach = lambda point: strike(folder, point)  # type: ignore[attr-defined]


def main(folder: Path, safeguard: str) -> None:
    django.setup()
    from jembatan.cli.proof.sabotage import take_out
    from jembatan.messages import worker

    hurry()
    listen_at_every_point(folder)
    if safeguard:
        take_out(safeguard)
    orders(folder).with_suffix(".ready").touch()
    worker.leave(worker.run())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
