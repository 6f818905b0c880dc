"""Where it is: read from what they wrote, or asked for."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jembatan.areas.finding import villages_named
from jembatan.areas.mentions import ABOVE, KINDS, best_mentions, words_of
from jembatan.areas.models import Area

MOST = 5  # villages to choose from
NUMBER = re.compile(r"\W*(?:no(?:mor)?\W*)?(\d)\W*", re.IGNORECASE)
YES = re.compile(r"\W*(ya|iya|y|betul|benar|itu)\W*", re.IGNORECASE)
SMALL = KINDS | ABOVE | {"di", "ke", "dari", "itu", "ini", "saya", "kami", "pak", "bu", "ya", "iya", "adalah", "dan"}


@dataclass(frozen=True, slots=True)
class Found:
    """One village, several to choose from, or nothing; `many`: more than anybody can choose from."""

    village: Area | None = None
    choices: tuple[Area, ...] = ()
    many: bool = False


def in_text(text: str) -> Found:
    """In what they tell. A word that may be just a word is asked about."""
    best = best_mentions(text)
    if len(best) == 1 and best[0].sure:
        return Found(best[0].village)
    return _several([one.village for one in best])


def in_answer(text: str, choices: list[int]) -> Found:
    """In what they answer to "which village?": its number, "ya" where there is one, or its name."""
    if chosen := _chosen(text, choices):
        return Found(Area.objects.select_related("parent").filter(pk=chosen).first())
    best = best_mentions(text)
    if best:
        return Found(best[0].village) if len(best) == 1 else _several([one.village for one in best])
    names = " ".join(word for word in words_of(text) if word not in SMALL)
    found, more = villages_named(names, MOST) if len(names) <= 80 else ([], False)
    if len(found) == 1:
        return Found(found[0])
    return Found(many=True) if more else _several(found)


def _chosen(text: str, choices: list[int]) -> int | None:
    if len(choices) == 1 and YES.fullmatch(text):
        return choices[0]
    number = NUMBER.fullmatch(text)
    return choices[int(number[1]) - 1] if number and 1 <= int(number[1]) <= len(choices) else None


def _several(villages: list[Area]) -> Found:
    return Found(many=True) if len(villages) > MOST else Found(choices=tuple(villages))


def more_than_the_village(text: str, village: Area) -> bool:
    """Whether the answer says where in the village, too."""
    above = village.parent.name if village.parent else ""
    known = SMALL | {*words_of(village.name), *words_of(above)}
    return NUMBER.fullmatch(text) is None and any(word not in known for word in words_of(text))


def question(found: Found) -> str:
    if found.many:
        return _("Nama itu ada di banyak tempat. Balas nama desa dan kecamatannya.")
    if not found.choices:
        return _("Desa mana? Balas nama desa dan kecamatan.")
    names = [f"{place}. {_full(village)}" for place, village in enumerate(found.choices, 1)]
    ask = _("Desa yang mana? Balas nomornya, atau tulis nama desa dan kecamatan:")
    return "\n".join([ask, *names])


def _full(village: Area) -> str:
    return f"{village.title}, {village.parent.title}" if village.parent else village.title
