"""What a reporter keeps: a code to call it by, and a secret that proves it was them."""

import re
import secrets

from django.conf import settings

from jembatan.keyring import mac

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that look alike
CODE, SECRET = 8, 16  # letters: 39 and 78 bits


def new_code() -> str:
    return _letters(CODE)


def new_secret() -> str:
    return _letters(SECRET)


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def tidy(said: str) -> str:
    """What somebody typed from paper: in capitals, without the gaps."""
    return re.sub(r"[^0-9A-Z]", "", said.upper())


def hide(secret: str) -> bytes:
    """How a secret is kept."""
    return mac("voice", tidy(secret))


def spaced(letters: str) -> str:
    """In groups of four, for people to read."""
    return " ".join(letters[n : n + 4] for n in range(0, len(letters), 4))


def follow_url(code: str, secret: str) -> str:
    """Where the reporter follows it, without an account."""
    return f"{settings.BASE_URL}/suara/saya/{code}-{secret}/"
