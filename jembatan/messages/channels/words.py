"""A draft as one plain text with a limit, for the channels where people talk."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from jembatan.messages.letters import Draft

GAP = "\n\n"
HEADING = 200  # characters
END = re.compile(r"[.!?…](?=\s)|\n")  # of a sentence or a line


def utf16(text: str) -> int:
    """Length as telephones count it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Without what neither a database nor a provider takes: halves of characters, and NUL."""
    return text.encode(errors="replace").decode().replace("\0", "")


def compose(draft: Draft, limit: int, size: Callable[[str], int] = utf16) -> str:
    """Heading, text, link and how to stop. Too long: the text ends at a sentence, the rest stays."""
    head, body, stop = heading(draft), _body(draft), _("Balas BERHENTI untuk berhenti.")
    link = "" if draft.link in body else draft.link
    if size(whole := _join(head, body, link, "" if stop in body else stop)) <= limit:
        return whole
    room = limit - size(_join(head, draft.link, stop)) - len(GAP)
    return _join(head, cut(body, room, size), draft.link, stop)


def heading(draft: Draft) -> str:
    """The subject in one line; empty where the text says it already."""
    subject = cut(" ".join(clean(draft.subject).split()), HEADING)
    return "" if subject in _body(draft) else subject


def _body(draft: Draft) -> str:
    return clean(draft.text or draft.brief).strip()


def _join(*parts: str) -> str:
    return GAP.join(filter(None, parts))


def cut(text: str, limit: int, size: Callable[[str], int] = utf16) -> str:
    """The sentences of `text` that fit; half of the first, with an ellipsis, when not even that fits."""
    if size(text) <= limit:
        return text
    fits = _longest(text, limit, size)
    if ends := [found.end() for found in END.finditer(fits + " ")]:
        return fits[: ends[-1]].rstrip()
    return (_longest(text, limit - 1, size).rpartition(" ")[0] or _longest(text, limit - 1, size)).rstrip() + "…"


def _longest(text: str, limit: int, size: Callable[[str], int]) -> str:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= limit else (low, middle - 1)
    return text[:low]
