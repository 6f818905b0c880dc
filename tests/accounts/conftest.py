"""Letters go out in the test's own thread, so that they can be read."""

import pytest

from jembatan.accounts import letters


@pytest.fixture(autouse=True)
def _letters_at_once(monkeypatch):
    monkeypatch.setattr(letters, "_beside", letters._deliver)
