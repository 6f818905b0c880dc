"""Channels: one folder each. What a folder must have is the protocol below; `faults` says what is missing."""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Protocol, cast

from jembatan.messages.errors import IncompleteChannel
from jembatan.messages.letters import Letter
from jembatan.messages.workflow import Result


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do."""

    idempotency_key: bool  # the provider takes a letter with the same key once only
    receipts: bool
    inbound: bool
    batch: int  # letters in flight together: what one kill can leave uncertain
    rate: float | None  # letters a second that the provider takes, None for no limit
    seconds: int  # the longest that one `send` of a full batch may last


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter. The provider's words end here: `detail` holds them, never an address."""

    result: Result
    provider_id: str | None = None
    detail: str | None = None
    after: float | None = None  # seconds to wait, where the provider said so


class Channel(Protocol):
    @property
    def CAN(self) -> Capabilities: ...

    def normalise(self, address: str, /) -> str:
        """The one way to write this address; raises BadAddress."""

    def send(self, letters: list[Letter], /) -> list[Outcome]:
        """Send, and say what became of each, in the same order. Called outside any transaction.

        A letter that may have gone out is UNKNOWN; raising makes every letter of the batch UNKNOWN.
        """


def kinds() -> list[str]:
    """The channels there are: the folders beside this file, in alphabetical order."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg)


def faults(module: ModuleType) -> list[str]:
    """What a channel's module lacks, in words; empty when it is complete."""
    missing = [f"{name} is missing" for name in ("CAN", "normalise", "send") if not hasattr(module, name)]
    if not missing and not isinstance(module.CAN, Capabilities):
        missing.append("CAN is no Capabilities")
    missing += [f"{name} cannot be called" for name in ("normalise", "send") if not _callable(module, name)]
    return missing


def _callable(module: ModuleType, name: str) -> bool:
    return isinstance(getattr(module, name, len), Callable)  # type: ignore[arg-type]


@cache
def load(kind: str) -> Channel:
    """The channel of this name; raises IncompleteChannel, or ModuleNotFoundError when there is no folder."""
    module = import_module(f"{__name__}.{kind}")
    if wrong := faults(module):
        raise IncompleteChannel(f"channels/{kind}: {'; '.join(wrong)}")
    return cast(Channel, module)
