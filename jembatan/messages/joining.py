"""Joining from a telephone: a link or a code binds the chat that says it to the person it was made for.

The code is good for one chat in each channel: a link that was passed on lets nobody else in.
"""

import re
import time
from datetime import UTC, datetime
from hmac import compare_digest

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.keyring import mac, unseal
from jembatan.messages import actions
from jembatan.messages.inbound import Message
from jembatan.messages.models import INBOX, Consent, Contact, ContactQuerySet, Inbound, Purpose, Recipient

# Somebody may begin a sentence with "gabung": only what looks like a code is one.
JOIN = re.compile(r"\s*(?:/start(?:@\w+)?(?:\s+(\S{1,100}))?|gabung\s+(\d+-\S{1,100}))\s*", re.IGNORECASE)
FORM = re.compile(r"(\d{1,18})-(\d{1,10})-([0-9a-f]{20})", re.ASCII)
GOOD_FOR = 30 * 24 * 3600  # seconds
AHEAD = 300  # seconds that the clock of the machine which made the code may be ahead of ours


def token(recipient_id: int, *, at: int | None = None) -> str:
    """What this recipient says to join; at most 64 characters of those that Telegram allows in a link."""
    named = f"{recipient_id}-{int(time.time()) if at is None else at}"
    return f"{named}-{mac('join', named).hex()[:20]}"


def take(message: Message) -> str | None:
    """A Taker: binds the chat and says so in one sentence. Twice is the same as once."""
    if not (said := JOIN.fullmatch(message.text)) or message.row.address is None:
        return None
    if not (code := said[1] or said[2]):
        return answer(message.row, _welcome(message.contact))
    if not (found := _read(code.lower())):
        return answer(message.row, _("Tautan atau kode itu tidak benar atau sudah lewat masa. Mintalah yang baru."))
    recipient, made_at = found
    if _used_by_another(recipient, message.row, made_at):
        return answer(message.row, _("Tautan atau kode itu sudah dipakai di HP lain. Mintalah yang baru."))
    _bind(recipient, message.row, made_at)
    return _("Terima kasih, %(name)s! Kabar untuk Anda mulai sekarang datang ke sini.") % {"name": _name(recipient)}


def _welcome(contact: Contact | None) -> str:
    """The bot opened without a link."""
    if contact and contact.recipient.person_id:
        return _("Anda sudah terdaftar. Kabar untuk Anda datang ke sini.")
    return _("Selamat datang! Untuk menerima kabar di sini, buka tautan undangan dari petugas Anda.")


def _read(said: str) -> tuple[Recipient, datetime] | None:
    """Whose code it is and when it was made; None when it is wrong, too old, or its person is gone."""
    if not (form := FORM.fullmatch(said)):
        return None
    number, made = int(form[1]), int(form[2])
    right = compare_digest(said, token(number, at=made))
    if not right or not -AHEAD <= time.time() - made < GOOD_FOR:
        return None
    live = Recipient.objects.select_for_update(of=["self"]).filter(person__is_active=True).select_related("person")
    recipient = live.filter(pk=number).first()  # locked: of two telephones at once, one is first
    return (recipient, datetime.fromtimestamp(made, UTC)) if recipient else None


def _used_by_another(recipient: Recipient, row: Inbound, made_at: datetime) -> bool:
    joined = Consent.objects.filter(contact__recipient=recipient, contact__channel=row.channel, source=row.channel)
    return joined.filter(given_at__gte=made_at).exclude(contact__address_index=row.address_index).exists()


def _bind(recipient: Recipient, row: Inbound, made_at: datetime) -> None:
    """They wrote from there, so the address is theirs; it comes first from now on.

    Never agreed to before the code was made, by whatever clock: `_used_by_another` compares the two.
    """
    assert recipient.person is not None
    address = unseal(row.address or b"")
    given_at = max(timezone.now(), made_at)
    contact = actions.agree(
        person=recipient.person, channel=row.channel, address=address, source=row.channel, by=None, given_at=given_at
    )
    others = _at(row).filter(recipient__person=None)
    for nobodys in others.exclude(consents__purpose=Purpose.REPLY):  # what they told us is still to be answered
        actions.end(contact=nobodys, by=None, because="joined")
    _first(contact)
    Contact.objects.filter(pk=contact.pk).update(verified_at=timezone.now(), heard_at=row.at)
    row.contact_id = contact.pk


def _first(contact: Contact) -> None:
    others = Contact.objects.live().filter(recipient=contact.recipient_id).exclude(Q(channel=INBOX) | Q(pk=contact.pk))
    if others.filter(position__lte=contact.position).exists():
        others.update(position=F("position") + 1)
        Contact.objects.filter(pk=contact.pk).update(position=0)


def answer(row: Inbound, words: str) -> str:
    """Whoever is told no has a contact to be told at: their own, or one that is nobody's and that nothing else uses."""
    if row.contact_id is None:
        contact = Contact.objects.create(
            recipient=Recipient.objects.create(),
            channel=row.channel,
            address=row.address,
            address_index=row.address_index,
            heard_at=row.at,
        )
        row.contact_id = contact.pk
    return words


def _at(row: Inbound) -> ContactQuerySet:
    return Contact.objects.live().filter(channel=row.channel, address_index=row.address_index)


def _name(recipient: Recipient) -> str:
    return recipient.person.name if recipient.person else ""
