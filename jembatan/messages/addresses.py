"""Addresses: written one way, sealed, and found again by a blind index."""

from django.conf import settings
from django.utils.translation import gettext as _
from lokal import normalize_phone

from jembatan.keyring import mac
from jembatan.messages import channels
from jembatan.messages.errors import BadAddress
from jembatan.messages.models import INBOX

PHONE = "phone"  # a number that the office calls; no folder, so nothing is sent to it


def normalise(channel: str, address: str) -> str:
    """The one way to write this address in this channel; raises BadAddress."""
    if channel == PHONE:
        return phone(address)
    if channel not in channels.kinds():
        raise BadAddress(_("Kanal “%(channel)s” belum tersedia.") % {"channel": channel})
    return channels.load(channel).normalise(address)


def phone(number: str) -> str:
    """An Indonesian number in E.164; raises BadAddress."""
    normal: str | None = normalize_phone(number.strip())
    if normal is None:
        raise BadAddress(
            _("Nomor telepon “%(number)s” tidak benar. Tulis seperti 0812-3456-7890.") % {"number": number}
        )
    return normal


def index(channel: str, address: str) -> bytes | None:
    """The blind index of a normalised address; the same number has the same one in every channel."""
    return None if channel == INBOX else mac("contact", address)


def leave_path(contact_id: int) -> str:
    """Where one tap ends this contact; the page belongs to `public`, which asks `queries.contact_of_leave_token`."""
    return f"/berhenti/{leave_token(contact_id)}/"


def leave_url(contact_id: int) -> str:
    return f"{settings.BASE_URL}{leave_path(contact_id)}"


def leave_token(contact_id: int) -> str:
    return f"{contact_id}-{mac('leave', str(contact_id)).hex()[:20]}"
