"""A release as somebody reads it aloud: short sentences, numbers in words."""

import re
from html import unescape

import nh3

from jembatan.releases.markdown import to_html
from jembatan.volunteer.numbers import say_numbers

_BLOCK_ENDS = re.compile(r"</(?:p|li|h[2-4]|t[dh]|blockquote)>|<br>")
# A full stop ends a sentence only before a capital, and not after an abbreviation.
_ABBREVIATIONS = "".join(rf"(?<!\b{word}\.)" for word in ("Jl", "No", "dr", "Dr", "Bpk", "Kab"))
_SENTENCE_ENDS = re.compile(rf"{_ABBREVIATIONS}(?<=[.!?])\s+(?=[A-Z“\"])")


def blocks(markdown: str) -> list[str]:
    """The text of each paragraph, heading and list item, on one line each."""
    plain = (unescape(nh3.clean(block, tags=set())) for block in _BLOCK_ENDS.split(to_html(markdown)))
    return [line for line in (" ".join(block.split()) for block in plain) if line]


def split(text: str) -> list[str]:
    return [sentence if sentence[-1] in ".!?:" else f"{sentence}." for sentence in _SENTENCE_ENDS.split(text.strip())]


def sentences(markdown: str, language: str = "id") -> list[str]:
    found = [sentence for block in blocks(markdown) for sentence in split(block)]
    return [say_numbers(sentence) for sentence in found] if language == "id" else found
