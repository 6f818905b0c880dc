"""Numbers as they are said in Indonesian."""

import re
from collections.abc import Callable

DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
SCALES = [(10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"), (10, "puluh")]


def spell(number: int) -> str:
    """0 ≤ number < 10¹⁵: 1250 → "seribu dua ratus lima puluh"."""
    if number < 10:
        return DIGITS[number]
    if number in (10, 11):
        return "sepuluh" if number == 10 else "sebelas"
    if number < 20:
        return f"{DIGITS[number - 10]} belas"
    size, name = next((size, name) for size, name in SCALES if number >= size)
    many, rest = divmod(number, size)
    head = f"se{name}" if many == 1 and size <= 1000 else f"{spell(many)} {name}"
    return f"{head} {spell(rest)}" if rest else head


def digit_by_digit(digits: str) -> str:
    """As one dictates a telephone number, with a pause after every four."""
    said = [DIGITS[int(digit)] for digit in digits if digit.isascii() and digit.isdigit()]
    return ", ".join(" ".join(said[start : start + 4]) for start in range(0, len(said), 4))


def _amount(text: str) -> str:
    """ "1.250" and "2,5" as Indonesians write them."""
    whole, _comma, part = text.partition(",")
    said = spell(int(whole.replace(".", "")))
    return f"{said} koma {' '.join(DIGITS[int(digit)] for digit in part)}" if part else said


def _time(text: str) -> str:
    hour, minute = (int(part) for part in re.split("[.:]", text))
    return spell(hour) + (f" lewat {spell(minute)} menit" if minute else "")


def _times(found: re.Match[str]) -> str:
    end = f" sampai {_time(found[3])}" if found[3] else ""
    return f"{found[1]} {_time(found[2])}{end}"


def _ordinal(found: re.Match[str]) -> str:
    return "pertama" if found[1] == "1" else f"ke{spell(int(found[1]))}"


_AMOUNT = r"\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,2})?|\d{1,9}(?:,\d{1,2})?"
_TIME = r"[012]?[0-9][.:][0-5][0-9]"
_FREE = r"(?<![\w.,/:@-])"  # no part of a word, a code, an address
_END = r"(?![\w@]|[/.,:-]\d)"

# In this order: what is longer and more particular first.
RULES: list[tuple[str, Callable[[re.Match[str]], str]]] = [
    (
        rf"{_FREE}Rp\.? ?({_AMOUNT})( ribu| juta| miliar| triliun)?{_END}",
        lambda m: f"{_amount(m[1])}{m[2] or ''} rupiah",
    ),
    (rf"\b([Pp]ukul|[Jj]am) ({_TIME})(?: ?(?:–|-|sampai|hingga) ?({_TIME}))?{_END}", _times),
    (rf"{_FREE}({_AMOUNT}) ?%", lambda m: f"{_amount(m[1])} persen"),
    (rf"{_FREE}(\+?0?\d[\d -]{{7,}}\d){_END}", lambda m: digit_by_digit(m[1])),
    (
        r"\b([Nn]omor|[Tt]elepon|[Ll]ayanan|[Hh]ubungi|[Dd]arurat) (\d{3,6})\b",
        lambda m: f"{m[1]} {digit_by_digit(m[2])}",
    ),
    (rf"\bke-(\d{{1,3}}){_END}", _ordinal),
    (rf"{_FREE}({_AMOUNT}) ?[–-] ?({_AMOUNT}){_END}", lambda m: f"{_amount(m[1])} sampai {_amount(m[2])}"),
    (rf"{_FREE}({_AMOUNT}){_END}", lambda m: _amount(m[1])),
    (r"\bWIB\b", lambda _m: "Waktu Indonesia Barat"),
    (r"\bWITA\b", lambda _m: "Waktu Indonesia Tengah"),
    (r"\bWIT\b", lambda _m: "Waktu Indonesia Timur"),
]
_RULES = [(re.compile(pattern, re.ASCII), say) for pattern, say in RULES]


def say_numbers(text: str) -> str:
    """Amounts, times, shares, dates and telephone numbers in words; codes and addresses stay as they are."""
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    return text
