"""A volunteer's own link to take down voices: `/titip/<token>/`. Derived, not stored, and good for two to three months.

It stands on a current role: with that it ends too.
"""

import hmac
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.keyring import mac
from jembatan.messages.actions import open_dispatch, recipient_of
from jembatan.messages.letters import Draft
from jembatan.messages.models import Dispatch, Recipient
from jembatan.people.models import Person
from jembatan.people.permissions import may
from jembatan.people.roles import Permission

PERIOD = 30 * 24 * 3600  # seconds
PERIODS = 3  # the one in which it was made, and two more
MOST = 3  # times a day that it is sent to somebody
KIND = "paper_link"
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


@transaction.atomic
def send(*, to: Person) -> None:
    """To the volunteer's own contacts: whoever holds another link of theirs does not get this one."""
    day = f"{KIND}:{to.pk}:{today()}"
    sent = Dispatch.objects.filter(key__startswith=f"{day}:").count()
    if sent < MOST:
        open_dispatch(
            key=f"{day}:{sent}", kind=KIND, subject_id=None, recipient_ids=[recipient_of(to).pk], urgent=True
        )  # fmt: skip


def write(_dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """A writer. The link is derived when it goes out."""
    return {one.pk: _draft(one.person_id) if one.person_id else None for one in recipients}


def _draft(person_id: int) -> Draft:
    link, subject = url(person_id), _("Tautan untuk mencatat suara warga")
    text = _("Buka tautan ini untuk mencatat apa yang dititipkan warga. Tautan ini milik Anda; jangan dibagikan.")
    return Draft(subject=subject, text=f"{subject}\n\n{text}\n\n{link}", link=link, brief=f"{subject}: {link}")
