"""Every text has its English, with the same placeholders; nothing of the English is left over."""

import re
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from messages import collect  # noqa: E402

# %(name)s, %d, {name} and HTML tags must come out of a translation as they went in.
HOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?[a-z]+>")


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (ROOT / "jembatan/locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def texts() -> Catalog:
    """What stands in the code and the templates today."""
    return collect()


def forms(value: object) -> list[str]:
    return list(value) if isinstance(value, tuple | list) else [str(value or "")]


def key(message: Message) -> tuple[str, str]:
    return forms(message.id)[0], message.context or ""


def holders(text: str) -> list[str]:
    return sorted(HOLDERS.findall(text))


def test_every_text_has_its_english(texts: Catalog, english: Catalog) -> None:
    translated = {key(message) for message in english if message.id and all(forms(message.string))}

    missing = sorted({key(message) for message in texts if message.id} - translated)

    assert missing == []


def test_no_english_is_left_over(texts: Catalog, english: Catalog) -> None:
    used = {key(message) for message in texts if message.id}

    assert sorted({key(message) for message in english if message.id} - used) == []


def test_placeholders_are_those_of_the_original(english: Catalog) -> None:
    wrong = [
        (forms(message.id)[0], translation)
        for message in english
        if message.id
        for translation in forms(message.string)
        if holders(translation) not in [holders(form) for form in forms(message.id)]
    ]

    assert wrong == []


def test_a_wrong_placeholder_would_be_found() -> None:
    assert holders("%(a)s <b>x</b>") != holders("%(b)s <b>x</b>")
