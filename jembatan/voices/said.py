"""What somebody means by a few letters: a command, a greeting, thanks, or something to tell. Any text, never raises."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from jembatan.relays.claims import words_of

LONGEST = 5_000  # characters of a text that become a voice; the rest is cut


class Meaning(StrEnum):
    VOICE = auto()
    GREETING = auto()
    POLITE = auto()  # thanks, "ok", a thumb
    NOTHING = auto()  # a photo, a sticker, a call
    HELP = auto()
    TRACK = auto()  # "LACAK K7QM2XWD"
    ANONYMOUS = auto()  # "ANONIM …"
    DROP = auto()  # "BATAL"
    PAPER = auto()  # "TITIP": a volunteer wants to take down voices


@dataclass(frozen=True, slots=True)
class Read:
    meaning: Meaning
    text: str = ""  # behind the command


M = Meaning
ALONE = {"bantuan": M.HELP, "help": M.HELP, "menu": M.HELP, "batal": M.DROP, "titip": M.PAPER}
BEGINS = re.compile(r"\s*/?(lacak|anonim)(?:@\w+)?\b[\s:,.;-]*(.*)", re.IGNORECASE | re.DOTALL)


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


GREETINGS = _words(
    "halo hallo hello hai hi hei hey assalamualaikum assalamu alaikum asalamualaikum wr wb selamat pagi siang sore "
    "malam permisi punten ping p tes test salam om swastiastu shalom"
)
POLITE = _words("ok oke okay siap baik baiklah ya iya y terima kasih makasih trims terimakasih tq thanks sudah noted")
ADDRESSED = _words("pak bu bapak ibu kak bang mas mbak min admin semua semuanya banyak sama atas")
SMALL, LONGEST_SMALL = GREETINGS | POLITE | ADDRESSED, 200  # numbers alone say nothing either
# What mail programs put below: the mark of RFC 3676, and what telephones write of themselves.
SIGNATURE = re.compile(r"^(-- ?|(Dikirim|Terkirim|Sent) (dari|from) .*)$", re.MULTILINE)


def read(text: str) -> Read:
    if begun := BEGINS.fullmatch(text):
        return Read(M.TRACK if begun[1].lower() == "lacak" else M.ANONYMOUS, begun[2].strip())
    words = words_of(text)
    if len(words) == 1 and words[0] in ALONE:
        return Read(ALONE[words[0]])
    if len(text) <= LONGEST_SMALL and all(word in SMALL or word.isdecimal() for word in words):
        return Read(_small(text, words), text.strip())
    return Read(M.VOICE, text.strip()[:LONGEST])


def _small(text: str, words: list[str]) -> Meaning:
    if not text.strip():
        return M.NOTHING
    return M.GREETING if any(word in GREETINGS for word in words) else M.POLITE


def own_words(channel: str, text: str) -> str:
    """Without the signature of an e-mail; what it quotes was left out by the channel."""
    found = SIGNATURE.search(text) if channel == "email" else None
    return text[: found.start()] if found else text
