"""What a volunteer says in a few letters: "OK 12 MASJID 80", "sudah di grup wa". `read` takes any text, never raises.

A claim is read only where every word is understood: "ok 12 jam lagi" or "sudah belum?" says no such thing.
"""

import re
from dataclasses import dataclass
from itertools import product

from jembatan.relays.models import Place

LONGEST = 200  # characters


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


DONE = _words("sudah sdh udah udh selesai done")
YES = _words("ok oke okay okey")  # a claim with a code or a place; alone it may be politeness
POLITE = YES | _words("siap baik baiklah ya iya terima kasih makasih trims noted")
BEFORE = POLITE | _words("saya kami pak bu bapak ibu alhamdulillah")  # what may stand before "sudah"
WORDS: dict[str, Place] = {
    "wa": Place.WHATSAPP, "whatsapp": Place.WHATSAPP, "grup": Place.WHATSAPP, "group": Place.WHATSAPP,
    "papan": Place.BOARD, "mading": Place.BOARD,
    "masjid": Place.LOUDSPEAKER, "mesjid": Place.LOUDSPEAKER, "toa": Place.LOUDSPEAKER, "pengeras": Place.LOUDSPEAKER,
    "rapat": Place.MEETING, "musyawarah": Place.MEETING, "pertemuan": Place.MEETING,
    "radio": Place.RADIO,
    "tatap": Place.FACE, "lisan": Place.FACE,
}  # fmt: skip
PEOPLE = _words("orang warga jamaah kk")  # what a number before them counts
PASSED_ON = _words("diteruskan teruskan disampaikan sampaikan diumumkan umumkan dibagikan dibacakan dipasang ditempel")
SMALL = _words("di ke dan lewat via dalam pada saya kami pak bu bapak ibu kak min suara muka desa pengumuman semua")
FILLING = PEOPLE | PASSED_ON | SMALL | DONE
ALL = _words("semua semuanya")
_WORD = re.compile(r"\d+|[^\W\d_]+")
# Letters of villages: none that looks like a digit, none that is a word of ours.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_KNOWN = FILLING | WORDS.keys() | POLITE
LETTERS = [
    letters
    for size in (1, 2)
    for letters in map("".join, product(_ALPHABET, repeat=size))
    if letters.lower() not in _KNOWN
]
_MARKS = frozenset(LETTERS)


@dataclass(frozen=True, slots=True)
class Claim:
    release: int | None = None
    letter: str = ""  # of the village, where one release waits for several
    places: tuple[str, ...] = ()
    people: int | None = None
    everything: bool = False  # all that waits, they say


def words_of(text: str) -> list[str]:
    """Numbers and words; a number and the letters behind it are two."""
    return _WORD.findall(text.lower()) if len(text) <= LONGEST else []


def read(text: str) -> Claim | None:
    """None when it says no such thing."""
    words = [] if "?" in text else _from_verb(words_of(text))
    if not words or words[0] not in DONE | YES:
        return None
    verb, rest = words[0], words[1:]
    release, letter, rest = _code(rest)
    everything = bool(rest) and rest[0] in ALL and rest[1:2] not in (["warga"], ["orang"])
    rest = rest[1:] if everything else rest
    claim = _claim(release, letter, rest, everything)
    if claim and verb in YES and not (release is not None or claim.places or everything):
        return None
    return claim


def _from_verb(words: list[str]) -> list[str]:
    """Without what stands before "sudah"; as it is where something else does."""
    start = next((place for place, word in enumerate(words) if word not in BEFORE), 0)
    return words[start:] if words[start:] and words[start] in DONE else words


def _code(words: list[str]) -> tuple[int | None, str, list[str]]:
    """The release's number and the village's letters at the beginning, and what is left."""
    if not words or not words[0].isdecimal() or (words[1:] and words[1] in PEOPLE):
        return None, "", words
    release = int(words[0]) if len(words[0]) <= 9 else 0  # there is no such release
    if words[1:] and words[1].upper() in _MARKS:
        return release, words[1].upper(), words[2:]
    return release, "", words[1:]


def _claim(release: int | None, letter: str, words: list[str], everything: bool) -> Claim | None:
    if any(word not in WORDS and word not in FILLING and not word.isdecimal() for word in words):
        return None
    places = tuple(dict.fromkeys(str(WORDS[word]) for word in words if word in WORDS))
    people = next((int(word) for word in words if word.isdecimal() and len(word) <= 6), None)
    return Claim(release, letter, places, people, everything)


def bare_code(text: str) -> Claim | None:
    """Nothing but a code, as somebody answers who was asked for one."""
    release, letter, rest = _code(words_of(text))
    return Claim(release, letter) if release is not None and not rest else None


def is_polite(text: str) -> bool:
    """Thanks, "ok", a thumb: nothing was told and nothing asked."""
    words = words_of(text)
    return len(text) <= LONGEST and all(word in POLITE | FILLING - DONE for word in words) and "?" not in text


def mark_of(place: int) -> str:
    """The letters of the village that was asked for as the n-th, from 0; none from some five hundred on."""
    return LETTERS[place] if place < len(LETTERS) else ""
