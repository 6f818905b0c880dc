"""An HTTP gateway for SMS as its operator describes it. `settings` holds one, so nothing of Django is imported here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

SLOTS = ("to", "digits", "local", "text", "key", "sender")  # +62812…, 62812…, 0812…
SLOT = re.compile(r"\{(" + "|".join(SLOTS) + r")\}")

Path = tuple[str, ...]  # keys of objects and numbers of lists, from the outside in


class Template:
    """A text with gaps, cut up once: filling them is one join for each letter."""

    def __init__(self, text: str, escape: Callable[[str], str]) -> None:
        self.parts, self.escape = SLOT.split(text), escape  # every second one is the name of a gap
        self.names = frozenset(self.parts[1::2])

    def fill(self, values: Mapping[str, str]) -> str:
        parts = list(self.parts)
        for n in range(1, len(parts), 2):
            parts[n] = self.escape(values[parts[n]])
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Rule:
    """Which answers count: by their status, and by a word at a place in them when `path` is set."""

    codes: frozenset[int]
    path: Path = ()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hook:
    """Where the gateway's calls carry what. An empty path: they carry no such thing."""

    secret: str
    signature: str  # lower-case name of the header with an HMAC-SHA256; empty: the query carries the secret
    items: Path
    receipt_id: Path
    status: Path
    words: Mapping[str, str]
    sender: Path
    text: Path
    text_id: Path
    at: Path

    @property
    def receipts(self) -> bool:
        return bool(self.secret and self.receipt_id)

    @property
    def inbound(self) -> bool:
        return bool(self.secret and self.sender)


@dataclass(frozen=True, slots=True)
class Gateway:
    method: str
    url: Template
    body: Template | None
    headers: Mapping[str, str]
    key_header: str
    sender: str
    id: Path
    ok: Rule
    refused: Rule
    rate: float | None
    batch: int
    hook: Hook


def at(payload: Any, path: Path) -> Any:
    """What lies at this place of something read from JSON; None when there is nothing."""
    for step in path:
        if isinstance(payload, dict):
            payload = payload.get(step)
        elif isinstance(payload, list) and step.isdecimal() and int(step[:6]) < len(payload):
            payload = payload[int(step[:6])]
        else:
            return None
    return payload


def word_at(payload: Any, path: Path) -> str:
    """The word or number at this place; empty when there is none. Nothing in it that PostgreSQL cannot keep."""
    found = at(payload, path) if path else None
    text = str(found) if isinstance(found, str | int | float) else ""
    return text if text.isprintable() else text.replace("\0", "").encode("utf-8", "replace").decode()
