"""What changed between two versions of a release, word by word, for people to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from jembatan.releases.models import Version

SAME, GONE, ADDED = "same", "gone", "added"
_TOKENS = re.compile(r"\s+|[^\s]+")
_LONG = 2_000  # words of a paragraph above which it is shown as replaced whole: comparing is quadratic


@dataclass(frozen=True, slots=True)
class Part:
    kind: str  # SAME, GONE or ADDED
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field, or one paragraph of the body, that is not the same."""

    label: str
    parts: list[Part]


def words(old: str, new: str) -> list[Part]:
    """Both texts as one, each run of words marked as the same, gone or added."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(before) + len(after) > _LONG:
        return _replaced(old, new)
    parts: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part(SAME, "".join(before[a:b])))
        else:
            parts += _replaced("".join(before[a:b]), "".join(after[c:d]))
    return parts


def _replaced(old: str, new: str) -> list[Part]:
    return [Part(kind, text) for kind, text in ((GONE, old), (ADDED, new)) if text]


def paragraphs(old: str, new: str) -> Iterator[list[Part]]:
    """The changed paragraphs only, in order."""
    before, after = old.splitlines(), new.splitlines()
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        parts = [] if tag == "equal" else words("\n".join(before[a:b]).strip(), "\n".join(after[c:d]).strip())
        if parts:
            yield parts


def _date(version: Version) -> str:
    return date_format(localtime(version.expires_at), "j F Y, H.i") if version.expires_at else ""


def _fields(version: Version) -> dict[str, str]:
    return {
        _("Judul"): version.title,
        _("Teks singkat"): version.short,
        _("Jenis"): version.get_kind_display(),
        _("Kepentingan"): version.get_urgency_display(),
        _("Topik"): ", ".join(version.topics),
        _("Sumber"): version.source,
        _("Berlaku sampai"): _date(version),
    }


def compare(old: Version, new: Version) -> list[Change]:
    """Everything that readers can see and that is not the same; pictures are compared by the pages that show them."""
    before, after = _fields(old), _fields(new)
    changed = [Change(label, words(before[label], after[label])) for label in before if before[label] != after[label]]
    return changed + [Change(_("Isi"), parts) for parts in paragraphs(old.body, new.body)]
