"""What a volunteer says in a few words: "OK 12 MASJID 80", "sudah saya umumkan di masjid tadi". Nothing here raises.

Known words are looked for anywhere; the others do no harm where something says that it was passed on. A question, a
"not" and a "later" claim nothing: "ok 12 jam lagi", "sudah belum?", "sudah saya tanya".
"""

import re
from dataclasses import dataclass
from itertools import product

from jembatan.relays.vocabulary import (
    ALL,
    BEFORE,
    CODE,
    DONE,
    DOUBT,
    FILLING,
    KNOWN,
    NOT_YET,
    PASSED_ON,
    PEOPLE,
    POLITE,
    READ,
    TO_SOMEBODY,
    UNITS,
    WORDS,
    YES,
)

LONGEST = 200  # characters
_WORD = re.compile(r"\d+|[^\W\d_]+")
# Letters of villages: none that looks like a digit, none that is a word of ours.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"
LETTERS = [
    letters
    for size in (1, 2)
    for letters in map("".join, product(_ALPHABET, repeat=size))
    if letters.lower() not in KNOWN | DOUBT
]
_MARKS = frozenset(LETTERS)


@dataclass(frozen=True, slots=True)
class Claim:
    release: int | None = None
    letter: str = ""  # of the village, where one release waits for several
    places: tuple[str, ...] = ()
    people: int | None = None
    everything: bool = False  # all that waits, they say
    plain: bool = True  # every word was understood


def words_of(text: str) -> list[str]:
    """Numbers and words; a number and the letters behind it are two."""
    return _WORD.findall(text.lower()) if len(text) <= LONGEST else []


def read(text: str, *, answers: bool = False) -> Claim | None:
    """None when it says no such thing for sure. `answers`: it quotes a message of ours, so it speaks of that."""
    words = _from_verb(words_of(text))
    if "?" in text or not words or words[0] not in DONE | YES or DOUBT.intersection(words):
        return None
    verb, rest = words[0], _skip(words[1:], TO_SOMEBODY)
    release, letter, rest = _code(rest)
    everything = bool(rest) and rest[0] in ALL and not {*rest[1:2]} & (PEOPLE | UNITS | WORDS.keys())
    rest = rest[1:] if everything else rest
    plain = all(word in WORDS or word in FILLING or word.isdecimal() for word in rest)
    places = tuple(dict.fromkeys(str(WORDS[word]) for word in rest if word in WORDS))
    claim = Claim(release, letter, places, _people(rest), everything, plain)
    return claim if _is_clear(claim, verb, rest, answers) else None


def _is_clear(claim: Claim, verb: str, rest: list[str], answers: bool) -> bool:
    if claim.release is not None or claim.everything:
        return True
    if verb in YES and not DONE.intersection(rest):  # "ok saya umumkan di masjid" is a promise
        return bool(claim.places) and claim.plain and not PASSED_ON.intersection(rest)
    said = claim.places or claim.people is not None or PASSED_ON.intersection(rest)
    return bool(said) or claim.plain or (answers and not READ.intersection(rest))


def speaks_of_it(text: str) -> bool:
    """Somebody begins with "sudah", "ok" or "belum": whatever it means, they wait for an answer."""
    words = _from_verb(_WORD.findall(text[:LONGEST].lower()))
    return bool(words) and words[0] in DONE | YES | NOT_YET


def _skip(words: list[str], these: frozenset[str]) -> list[str]:
    start = next((place for place, word in enumerate(words) if word not in these), len(words))
    return words[start:]


def _from_verb(words: list[str]) -> list[str]:
    """Without what stands before "sudah"; with the code behind it where that came first: "12B sudah"."""
    behind = _skip(words, BEFORE)
    if behind and behind[0] in DONE | NOT_YET:
        return behind
    release, letter, rest = _code(behind)
    if release is not None and rest and rest[0] in DONE | YES:
        return [rest[0], str(release), *([letter.lower()] if letter else []), *rest[1:]]
    return _skip(words, BEFORE - YES)


def _code(words: list[str]) -> tuple[int | None, str, list[str]]:
    """The release's number and the village's letters at the beginning, and what is left."""
    found = _skip(words, CODE)
    if not found or not found[0].isdecimal() or {*found[1:2]} & (PEOPLE | UNITS):
        return None, "", words
    release = int(found[0]) if len(found[0]) <= 9 else 0  # there is no such release
    if found[1:] and found[1].upper() in _MARKS:
        return release, found[1].upper(), found[2:]
    return release, "", found[1:]


def _people(words: list[str]) -> int | None:
    """The number before "orang", else the first that counts nothing else."""
    around = zip(["", *words], words, [*words[1:], ""], strict=False)
    numbers = [
        (after in PEOPLE, int(word))
        for before, word, after in around
        if word.isdecimal() and len(word) <= 6 and before not in UNITS and after not in UNITS | WORDS.keys()
    ]
    return next((number for counts, number in numbers if counts), numbers[0][1] if numbers else None)


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
