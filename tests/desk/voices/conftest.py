"""The house of the voices' tests, and browsers of its people."""

import pytest

from tests.voices import voices


@pytest.fixture
def home(db):
    return voices.house()


def url(voice, *more: str) -> str:
    return "/meja/suara/" + "".join(f"{part}/" for part in (voice.code, *more))


def said(page) -> list[str]:
    """What the page refuses, or what it says was done."""
    form = page.context and page.context.get("form")
    errors = [str(error) for errors in form.errors.values() for error in errors] if form else []
    return errors or [str(message) for message in page.context["messages"]]
