"""A child that dies with its parent, even when the parent is killed with -9."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded before any fork


def with_parent(number: signal.Signals) -> Callable[[], None]:
    """For Popen's `preexec_fn`: the kernel sends the signal when the thread that started the child ends.

    The kernel forgets it when a process changes its user; Popen calls this after the change. Elsewhere than on Linux
    there is no such thing and it does nothing.
    """
    parent = os.getpid()

    def ask() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
            if os.getppid() != parent:  # it died before we asked
                os.kill(os.getpid(), number)

    return ask
