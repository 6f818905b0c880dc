"""A volunteer's own link to take down voices: `/titip/<token>/`. Derived, not stored, and good for two to three months.

It stands on a current role: with that it ends too.
"""

import hmac
import time

from django.conf import settings

from jembatan.keyring import mac
from jembatan.people.models import Person
from jembatan.people.permissions import may
from jembatan.people.roles import Permission

PERIOD = 30 * 24 * 3600  # seconds
PERIODS = 3  # the one in which it was made, and two more
MOST_DIGITS = 18


def token(person_id: int, *, at: float | None = None) -> str:
    """80 bits of HMAC behind two numbers: `17-690-0a1b2c…`."""
    named = f"{person_id}-{int(time.time() if at is None else at) // PERIOD}"
    return f"{named}-{mac('paper-link', named).hex()[:20]}"


def url(person_id: int) -> str:
    return f"{settings.BASE_URL}/titip/{token(person_id)}/"


def behind(text: str) -> Person | None:
    """The volunteer; None when it is forged or too old, or they may not any more."""
    person_id, period = ([_number(part) for part in text.split("-")[:2]] + [None, None])[:2]
    if person_id is None or period is None or not is_ours(text):
        return None
    if not 0 <= int(time.time()) // PERIOD - period < PERIODS:
        return None
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    return person if person and may(person, Permission.TAKE_DOWN_VOICES) else None


def is_ours(text: str) -> bool:
    """Whether it was good once."""
    named = "-".join(text.split("-")[:2])
    return hmac.compare_digest(text.encode(), f"{named}-{mac('paper-link', named).hex()[:20]}".encode())


def _number(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS else None
