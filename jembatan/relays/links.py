"""A volunteer's own link to one relay, and a relay's public link. Both are derived, not stored.

`/r/<token>` is one per (relay, person). It can do nothing but that relay, and works only while an Asking
stands behind it. `/s/<code>` is one per relay and public: whoever opens it reads the release.
"""

import base64
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from jembatan.keyring import mac
from jembatan.people.models import Grant
from jembatan.relays.models import Asking, Relay
from jembatan.releases.workflow import State

LIFETIME = timedelta(days=30)  # after the relay's deadline
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"


def _mark(purpose: str, text: str, length: int) -> str:
    """Letters and digits that cannot be mistaken for each other on paper (RFC 4648 base32, lower case)."""
    return base64.b32encode(mac(purpose, text)).decode().lower()[:length]


def token(relay_id: int, person_id: int) -> str:
    """80 bits of HMAC behind two numbers: `7k-2f-abcdefghijklmnop`."""
    name = f"{_base36(relay_id)}-{_base36(person_id)}"
    return f"{name}-{_mark('relay-link', name, 16)}"


def share_code(relay_id: int) -> str:
    """35 bits of HMAC behind the relay's number, short enough to be typed from a poster."""
    name = _base36(relay_id)
    return f"{name}-{_mark('share-link', name, 7)}"


def personal_url(relay_id: int, person_id: int) -> str:
    return f"{settings.BASE_URL}/r/{token(relay_id, person_id)}/"


def share_url(relay_id: int) -> str:
    return f"{settings.BASE_URL}/s/{share_code(relay_id)}"


def _number(digits: str) -> int | None:
    """The number, or None for what is none; longer ones than a bigint has are refused."""
    if not 1 <= len(digits) <= 12 or any(digit not in _DIGITS for digit in digits):
        return None
    return int(digits, 36)


def asking_behind(text: str) -> Asking | None:
    """What a personal link stands on, or None when it is forged, revoked, too old, or the person left."""
    relay_id, person_id = ([_number(part) for part in text.split("-")[:2]] + [None, None])[:2]
    if relay_id is None or person_id is None or text != token(relay_id, person_id):
        return None
    rows = Asking.objects.select_related("person", "relay__area", "relay__release__published", "relay__release__area")
    asking = rows.filter(relay_id=relay_id, person_id=person_id, revoked_at=None, person__is_active=True).first()
    if asking is None or asking.relay.deadline + LIFETIME < timezone.now():
        return None
    return asking if Grant.objects.current().filter(person_id=person_id).exists() else None


def shared_relay(code: str) -> Relay | None:
    """The relay of a public link, or None when there is none or it was not made here."""
    relay_id = _number(code.split("-")[0])
    if relay_id is None or code != share_code(relay_id):
        return None
    public = [State.PUBLISHED, State.WITHDRAWN]
    rows = Relay.objects.select_related("area", "release__published", "release__area")
    return rows.filter(pk=relay_id, release__state__in=public).first()
