"""What a telephone remembers: that it belongs to a volunteer, and which relays were opened on it.

Both are cookies without an account behind them. The list is signed and holds personal links, each of which
still does nothing but its own relay.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jembatan.relays.openings import MARK

OPENED = "tugas"
PAPER = "titip"  # the link to take down voices that was opened last
KEPT = 20
AGE = 60 * 24 * 60 * 60  # seconds


def opened_here(request: HttpRequest) -> list[str]:
    """The tokens opened on this device, the newest first; none when the cookie is missing, old or forged."""
    value = request.get_signed_cookie(OPENED, default="", salt=OPENED, max_age=AGE)
    return [token for token in (value or "").split(".") if token]


def remember(request: HttpRequest, response: HttpResponse, *opened: str) -> None:
    """Mark the device as a volunteer's and put these tokens first in its list."""
    others = [known for known in opened_here(request) if known not in opened]
    tokens = ".".join([*opened, *others][:KEPT])
    response.set_signed_cookie(
        OPENED, tokens, salt=OPENED, max_age=AGE, httponly=True, secure=settings.SECURE, samesite="Lax"
    )
    response.set_cookie(MARK, "1", max_age=365 * 24 * 60 * 60, httponly=True, secure=settings.SECURE, samesite="Lax")


def forget(response: HttpResponse) -> None:
    """Empty the list. The mark stays: it is what keeps the evidence honest."""
    response.delete_cookie(OPENED, samesite="Lax")
    response.delete_cookie(PAPER, samesite="Lax")
