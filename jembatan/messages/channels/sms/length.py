"""How long a text is as SMS, and how to keep it cheap: 3GPP TS 23.038 (alphabets) and TS 23.040 (joined messages)."""

import unicodedata
from dataclasses import dataclass

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = "\f^{}\\[~]|€"  # two places each
ALPHABET = frozenset(BASIC + EXTENDED)
_TWICE = frozenset(EXTENDED)

# What word processors and telephones make of typed characters, back to what was typed.
_TYPED: dict[str, str] = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´ʼ‹›", "'"),
    **dict.fromkeys("‐‑‒–—―−•·‣▪", "-"),
    **dict.fromkeys(
        "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f", ""),
    **dict.fromkeys("\u2028\u2029", "\n"),
    **{"…": "...", "×": "x", "→": "->", "≥": ">=", "≤": "<=", "½": "1/2", "¼": "1/4", "¾": "3/4", "º": "o", "°": "o"},
}
_TYPED_TABLE = str.maketrans(_TYPED)


@dataclass(frozen=True, slots=True)
class Size:
    encoding: str  # GSM-7, or UCS-2 as soon as one character is not in that alphabet
    characters: int  # as the network counts them: some take two places
    parts: int  # messages to be paid


def measure(text: str) -> Size:
    """An empty text is one message. Nothing that takes two places is cut in two, so a part may end one early."""
    if ALPHABET.issuperset(text):
        twice = 0 if _TWICE.isdisjoint(text) else sum(map(text.count, EXTENDED))
        places = len(text) + twice
        return Size("GSM-7", places, _parts(text, _TWICE, places, 160, 153))
    wide = frozenset(letter for letter in text if ord(letter) > 0xFFFF)
    places = len(text) + sum(map(text.count, wide))
    return Size("UCS-2", places, _parts(text, wide, places, 70, 67))


def _parts(text: str, twice: frozenset[str], places: int, alone: int, joined: int) -> int:
    if places <= alone:
        return 1
    if places == len(text):
        return -(-places // joined)
    parts, free = 1, joined
    for letter in text:
        takes = 2 if letter in twice else 1
        if takes > free:
            parts, free = parts + 1, joined
        free -= takes
    return parts


def fit(text: str) -> str:
    """The same words within GSM-7 where that is possible: one “ would more than double the price.

    With a character that has no like there (Arabic, an emoji) the text stays as it is.
    """
    text = text.replace("\r\n", "\n")
    if ALPHABET.issuperset(text):
        return text
    text = unicodedata.normalize("NFC", text)
    typed = text.translate(_TYPED_TABLE)
    if not ALPHABET.issuperset(typed):
        typed = "".join(map(_plain, typed))
    return typed if ALPHABET.issuperset(typed) else text


def _plain(letter: str) -> str:
    """The letter without its accent, where that is in the alphabet."""
    if letter in ALPHABET:
        return letter
    plain = unicodedata.normalize("NFKD", letter)
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    return plain if plain and ALPHABET.issuperset(plain) else letter


def shorten(text: str, parts: int, end: str = "...") -> str:
    """As many whole words of the text as so many parts hold together with `end`."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle] + end).parts <= parts else (low, middle - 1)
    whole = text[:low] if text[low : low + 1] in {"", " ", "\n"} else text[:low].rpartition(" ")[0] or text[:low]
    return whole.rstrip() + end
