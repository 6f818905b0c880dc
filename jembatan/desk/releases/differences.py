"""A whole text with what changed in it: lines first, then the words within the lines that changed.

Readers are shown only what changed (releases.differences); a reviewer reads all of it.
"""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from jembatan.releases.differences import ADDED, GONE, SAME, Part, words

CHANGED = "changed"  # of a block: words within it were added or are gone


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines and what happened to them."""

    kind: str
    parts: list[Part] = field(default_factory=list)


def blocks(before: str, after: str) -> list[Block]:
    """The lines of both texts, gathered into blocks: same, added, gone, or changed within."""
    old, new = before.splitlines(), after.splitlines()
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        one, other = "\n".join(old[i:j]).strip("\n"), "\n".join(new[k:m]).strip("\n")
        found.append(Block(SAME, [Part(SAME, one)]) if tag == "equal" else _block(one, other))
    return [block for block in found if any(part.text.strip() for part in block.parts)]


def _block(before: str, after: str) -> Block:
    if not before.strip():
        return Block(ADDED, [Part(ADDED, after)])
    if not after.strip():
        return Block(GONE, [Part(GONE, before)])
    return Block(CHANGED, words(before, after))
