"""The process that keeps a server: starts it, watches whether somebody still uses it, and stops it when nobody does.

It stands apart from the terminal and from whoever started it, so one command may end while another goes on. The users'
lock tells it who is there; the kernel drops that lock even at kill -9. When the keeper itself is killed, the server
gets SIGINT, which is PostgreSQL's fast shutdown.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from jembatan.postgres import binaries, cluster, locks
from jembatan.postgres.account import of_the_server

LOOK_EVERY = 0.5  # seconds


class Told(BaseException):
    """Somebody asked us to stop the server."""


def told(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
    raise Told


def main(home: Path, sockets: Path, durable: bool) -> None:
    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    account = of_the_server()
    _, folder = binaries.for_cluster(home / "data")
    folder = binaries.reachable(folder, account)
    with locks.held(home / "server", locks.EXCLUSIVE, 5) as lock:
        account.owned_folder(sockets)
        cluster.clear(home / "data", sockets)
        os.ftruncate(lock, 0)
        stand_apart()
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        server = cluster.start(home / "data", folder, sockets, account, durable=durable, lock=lock)
        code = keep(home, server)
        with suppress(OSError):  # a killed server may have left its socket: the next start clears it
            sockets.rmdir()
        os._exit(code)  # the lock goes with the process: who waits for it finds nothing of us left


def stand_apart() -> None:
    """Go on as nobody's child; whoever started us sees an end, and the lock held already."""
    if os.fork():
        os._exit(0)
    os.setsid()


def keep(home: Path, server: subprocess.Popen[bytes]) -> int:
    """Until nobody uses it, or somebody says so by SIGTERM, or the server ends by itself."""
    with suppress(Told):
        while server.poll() is None:
            time.sleep(LOOK_EVERY)
            stop_if_unused(home, server)
    if server.poll() is None:
        cluster.stop(server)
    return server.returncode or 0


def stop_if_unused(home: Path, server: subprocess.Popen[bytes]) -> None:
    """Behind the gate, so that nobody comes in while it stops."""
    try:
        with locks.held(home / "gate", locks.EXCLUSIVE, 0):
            if locks.free(home / "users"):
                cluster.stop(server)
    except TimeoutError:
        return  # somebody comes or goes just now


if __name__ == "__main__":
    with suppress(TimeoutError):  # another keeper, whose starter was killed, was first: its server will do
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "durable")
