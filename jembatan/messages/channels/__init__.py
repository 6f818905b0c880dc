"""Channels: one folder each. What a folder must have is the protocol below; `faults` says what is missing."""

import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Protocol, cast

from jembatan.messages.errors import IncompleteChannel
from jembatan.messages.hearing import Heard
from jembatan.messages.letters import Letter
from jembatan.messages.workflow import Fault, Result


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do, as it is set up here."""

    idempotency_key: bool  # the provider takes a letter with the same key once only
    receipts: bool
    inbound: bool
    batch: int  # letters in flight together in one worker: what one kill can leave uncertain
    rate: float | None  # letters a second that the provider takes from all workers together, None for no limit
    seconds: float  # the longest that sending one letter may last
    pace: float = 0  # seconds between two letters to the same address
    patience: float | None = None  # seconds without a receipt after which the recipient's next contact is tried
    silent: bool = False  # nothing rings: quiet hours do not count, and it is no rung of the ladder


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter. The provider's words end here: `detail` holds them, never an address."""

    result: Result
    provider_id: str | None = None
    detail: str | None = None
    after: float | None = None  # seconds to wait, where the provider said so
    fault: Fault | None = None  # of NOT_SENT: whose it was, and so how long to wait


Send = Callable[[Letter], Awaitable[Outcome]]


class Channel(Protocol):
    def can(self) -> Capabilities: ...

    def configured(self) -> bool:
        """Whether the settings are there. Contacts in a channel without settings are passed over."""

    def normalise(self, address: str, /) -> str:
        """The one way to write this address; raises BadAddress."""

    def open(self) -> AbstractAsyncContextManager[Send]:
        """What sends one letter, up to `can().batch` of them at the same time, outside any transaction.

        A letter that may have gone out is UNKNOWN; so is one whose sending raises.
        """


class Called(Channel, Protocol):
    """A channel whose provider calls us, at /api/v1/hooks/<channel>/."""

    def hear(self, body: bytes, headers: Mapping[str, str], /) -> Heard:
        """What a call of the provider says; raises Forged without a right signature, Garbled when unreadable.

        `headers` by lower-case name. A GET has no body; its query is the header `query`.
        """


class Asking(Channel, Protocol):
    """A channel that has to ask its provider; one worker at a time does, over and over."""

    async def fetch(self, cursor: str, /) -> tuple[Heard, str]:
        """What is new since `cursor` ("" at first), and the next cursor. May wait for news up to 25 seconds.

        The cursor is kept in the transaction that keeps the news: what is told again is taken once.
        """


def kinds() -> list[str]:
    """The channels there are: the folders beside this file, in alphabetical order."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg)


def sending() -> list[str]:
    """The channels that are set up here."""
    return [kind for kind in kinds() if load(kind).configured()]


def rungs() -> list[str]:
    """The channels that reach somebody outside the application."""
    return [kind for kind in sending() if not load(kind).can().silent]


def faults(module: ModuleType) -> list[str]:
    """What a channel's module lacks, in words; empty when it is complete."""
    wrong = [f"{name} is missing" for name in NEEDED if not _callable(module, name)]
    if wrong:
        return wrong
    if not isinstance(can := module.can(), Capabilities):
        return ["can() is no Capabilities"]
    if (can.receipts or can.inbound) and not (_callable(module, "hear") or _callable(module, "fetch")):
        wrong.append("it says that it hears, and has neither hear nor fetch")
    if can.patience is not None and not can.receipts:
        wrong.append("it waits for receipts that do not come")
    return wrong


NEEDED = ("can", "configured", "normalise", "open")


def _callable(module: ModuleType, name: str) -> bool:
    return isinstance(getattr(module, name, None), Callable)  # type: ignore[arg-type]


@cache
def load(kind: str) -> Channel:
    """The channel of this name; raises IncompleteChannel, or ModuleNotFoundError when there is no folder."""
    module = import_module(f"{__name__}.{kind}")
    if wrong := faults(module):
        raise IncompleteChannel(f"channels/{kind}: {'; '.join(wrong)}")
    return cast(Channel, module)
