"""Villages that somebody names in a sentence: "jalan di Sukamaju, kec. Air Lilin, berlubang".

Some villages are called like a common word ("Baru", "Air"), many like another: so what is found says how sure it is.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Func, Value
from django.db.models.functions import Lower

from jembatan.areas.models import Area, AreaQuerySet, Level

MOST_WORDS, LONGEST_NAME = 400, 5  # words
KINDS = frozenset({"desa", "ds", "kelurahan", "kel", "kampung", "kampong", "nagari", "gampong", "pekon"})
ABOVE = frozenset({"kecamatan", "kec", "kabupaten", "kab", "kota", "provinsi", "prov"})
_WORD = re.compile(r"[^\W_]+")
_APART = "-./'’`()"  # as blanks, in the database and here

Span = tuple[int, int]  # the first word and the one after the last


@dataclass(frozen=True, slots=True)
class Mention:
    village: Area  # its district and regency are loaded
    marked: bool  # "desa" or so stands before it
    placed: bool  # its district is named too
    words: int

    @property
    def rank(self) -> tuple[bool, bool]:
        return self.placed, self.marked

    @property
    def sure(self) -> bool:
        """A single word without anything beside it may be just that word."""
        return self.placed or self.marked or self.words > 1


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def best_mentions(text: str) -> list[Mention]:
    """The villages that the text names most clearly, in its order; several where that is not one. Two queries."""
    found = list(_mentions(words_of(text)[:MOST_WORDS]))
    best = max((one.rank for one in found), default=None)
    return [one for one in found if one.rank == best]


def _mentions(words: list[str]) -> Iterator[Mention]:
    spans = _spans(words)
    districts = _named(spans, Area.objects.current().filter(level=Level.DISTRICT))
    villages = _named(spans, Area.objects.current().villages().select_related("parent__parent"))
    taken = [span for name in {*districts, *villages} for span in spans[name]]
    above = [span for name in districts for span in spans[name] if _after(words, span, ABOVE)]
    found = []
    for name, areas in villages.items():
        free = (span for span in spans[name] if not _within(span, taken) and not _inside(span, above))
        if own := [span for span in free if not _after(words, span, ABOVE)]:
            found += [(own[0], _mention(village, own, words, spans)) for village in areas]
    yield from (mention for _span, mention in sorted(found, key=lambda one: (one[0], one[1].village.code)))


def _spans(words: list[str]) -> dict[str, list[Span]]:
    """Every run of up to five words, and where it stands."""
    found: dict[str, list[Span]] = defaultdict(list)
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1):
            found[" ".join(words[start:end])].append((start, end))
    return found


def _named(spans: dict[str, list[Span]], areas: AreaQuerySet) -> dict[str, list[Area]]:
    """The areas whose name is one of these runs, by that name."""
    if not spans:
        return {}
    blank = Func(Lower("name"), Value(_APART), Value(" " * len(_APART)), function="translate")
    found: dict[str, list[Area]] = defaultdict(list)
    for area in areas.alias(said=blank).filter(said__in=list(spans)).order_by("code"):
        found[" ".join(words_of(area.name))].append(area)
    return {name: areas for name, areas in found.items() if name in spans}


def _mention(village: Area, own: list[Span], words: list[str], spans: dict[str, list[Span]]) -> Mention:
    district = " ".join(words_of(village.parent.name)) if village.parent else ""
    elsewhere = [span for span in spans.get(district, []) if span not in own]
    marked = any(_after(words, span, KINDS) or words[span[0]] in KINDS for span in own)
    return Mention(village, marked, bool(elsewhere), own[0][1] - own[0][0])


def _after(words: list[str], span: Span, which: frozenset[str]) -> bool:
    return span[0] > 0 and words[span[0] - 1] in which


def _within(span: Span, others: list[Span]) -> bool:
    """Part of a longer name."""
    return any(other != span and _inside(span, [other]) for other in others)


def _inside(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
