"""What the contract tests need to know of a channel: a module here with the name of its folder.

A channel that may be set up in several ways has a module for each: `email`, `email_postmark` …

GOOD      an address as people write it, and the one way to write it
BAD       an address that is refused; None where every address will do
OUTCOMES  what the provider can be told to do with the next message (see Provider.will), and what comes of it:
          {"refuse": ("refused", None), "later": ("not_sent", Fault.RECIPIENT), "throttle": (…), "away": (…), …}
provider(settings, tmp_path)   a context manager: a local provider, and the settings that lead to it; gives a Provider
Calls     for a channel that hears: the provider's documented payloads (see below)
"""

import pkgutil
from collections import Counter
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import Protocol

Call = tuple[bytes, dict[str, str]]  # body, headers by lower-case name


class Provider(Protocol):
    def will(self, what: str) -> None:
        """What comes of the next message: refuse, later, throttle, away (not taken), hang (taken, no answer)."""

    def arrived(self) -> Counter[str]:
        """How often each text arrived."""


class Calls(Protocol):
    """Module-level functions of a channel that hears; each returns what its provider would send us."""

    def receipt(self, provider_id: str, told: str, at: datetime) -> Call | None:
        """`told`: delivered, seen, failed, unknown. None where the provider tells no such thing."""

    def said(self, address: str, text: str, provider_id: str, at: datetime, in_reply_to: str | None) -> Call: ...

    def pressed(
        self, address: str, button: str, provider_id: str, at: datetime, in_reply_to: str | None
    ) -> Call | None:
        """A button pressed; None where the channel has no buttons."""

    def forged(self, call: Call) -> Call | None:
        """The same call from somebody who does not know the secret; None where the provider cannot prove itself."""


def names() -> list[str]:
    """Every way to set up a channel that there is a module for."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__))


def kind(name: str) -> str:
    return name.partition("_")[0]


def load(name: str) -> ModuleType:
    return import_module(f"tests.messages.contract.{name}")
