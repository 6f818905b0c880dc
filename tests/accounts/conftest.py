"""Letters go out in the test's own thread, so that they can be read; passwords are hashed fast."""

import pytest

from jembatan.accounts import letters


@pytest.fixture(autouse=True)
def _letters_at_once(monkeypatch):
    monkeypatch.setattr(letters, "_beside", letters._deliver)


@pytest.fixture(autouse=True)
def _fast_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
