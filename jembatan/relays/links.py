"""A volunteer's own link to one relay, and a relay's public link. Both are derived, not stored.

`/r/<token>` is one per (relay, person). It can do nothing but that relay, and works only while an Asking
stands behind it. `/tugas/<token>` opens several of one person, as a message about several needs it: those that they
were asked until it was written, each as long as its own link works.
`/s/<code>` is one per relay and public: whoever opens it reads the release.
"""

import base64
import hmac
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
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


def several_token(person_id: int, asking_id: int) -> str:
    """80 bits of HMAC behind two numbers: a person, and the last Asking that the link stands for."""
    name = f"{_base36(person_id)}-{_base36(asking_id)}"
    return f"{name}-{_mark('several-link', name, 16)}"


def several_url(person_id: int, asking_id: int) -> str:
    return f"{settings.BASE_URL}/tugas/{several_token(person_id, asking_id)}/"


def share_url(relay_id: int) -> str:
    return f"{settings.BASE_URL}/s/{share_code(relay_id)}"


def _number(digits: str) -> int | None:
    """The number, or None for what is none; longer ones than a bigint has are refused."""
    if not 1 <= len(digits) <= 12 or any(digit not in _DIGITS for digit in digits):
        return None
    return int(digits, 36)


def _same(given: str, ours: str) -> bool:
    """Compared in a time that does not tell how much of it was right; `given` may hold any letters."""
    return hmac.compare_digest(given.encode(), ours.encode())


def pair_behind(text: str) -> tuple[int, int] | None:
    """The relay and the person that a personal link names, or None when it was not made here."""
    pair = _pair(text)
    return pair if pair and _same(text, token(*pair)) else None


def _pair(text: str) -> tuple[int, int] | None:
    first, second = ([_number(part) for part in text.split("-")[:2]] + [None, None])[:2]
    return None if first is None or second is None else (first, second)


def live_askings() -> QuerySet[Asking]:
    """The askings whose links work: not revoked, not too old, and the person still holds a role; without bodies."""
    still_here = Grant.objects.current().filter(person=OuterRef("person"))
    rows = Asking.objects.select_related("person", "relay__area", "relay__release__published", "relay__release__area")
    young = Q(relay__deadline__gte=timezone.now() - LIFETIME)
    rows = rows.defer("relay__release__published__body")
    return rows.filter(young, Exists(still_here), revoked_at=None, person__is_active=True)


def asking_behind(text: str) -> Asking | None:
    """What a personal link stands on, or None when it is forged, revoked, too old, or the person left."""
    pair = pair_behind(text)
    return live_askings().defer(None).filter(relay_id=pair[0], person_id=pair[1]).first() if pair else None


def several_behind(text: str) -> QuerySet[Asking] | None:
    """What a link to several stands on: what this person was asked until it was made and may still do.

    None for one that was not made here. What is revoked, too old or asked later is not among them.
    """
    pair = _pair(text)
    if pair is None or not _same(text, several_token(*pair)):
        return None
    return live_askings().filter(person=pair[0], pk__lte=pair[1])


def shared_relay(code: str) -> Relay | None:
    """The relay of a public link, or None when there is none or it was not made here."""
    relay_id = _number(code.split("-", maxsplit=1)[0])
    if relay_id is None or not _same(code, share_code(relay_id)):
        return None
    public = [State.PUBLISHED, State.WITHDRAWN]
    rows = Relay.objects.select_related("area", "release__published", "release__area")
    return rows.filter(pk=relay_id, release__state__in=public).first()
