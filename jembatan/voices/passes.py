"""One-time codes: an officer who holds the link to a voice opens it with what was sent to their own contact."""

import hmac
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.audit.actions import record
from jembatan.keyring import mac
from jembatan.messages import channels
from jembatan.messages.actions import open_dispatch, recipient_of
from jembatan.messages.letters import Draft
from jembatan.messages.models import INBOX, Contact, Dispatch, Recipient
from jembatan.people.models import Person
from jembatan.voices.models import PhoneCode, Voice
from jembatan.voices.workflow import Refused

KIND = "code"
LIFETIME = timedelta(minutes=15)
AT_MOST = 3  # codes for one person within that time
TRIES = 5  # for one code
DIGITS = 6


def contact_of(person: Person) -> Contact | None:
    """Where the code goes: their first confirmed contact outside of the application."""
    sending = [name for name in channels.sending() if name != INBOX]
    theirs = Contact.objects.live().filter(recipient__person=person, channel__in=sending)
    return theirs.exclude(verified_at=None).order_by("position", "pk").first()


@transaction.atomic
def send(*, voice: Voice, person: Person) -> Contact:
    """Send a fresh code; the ones before it are dead. Raises Refused without a contact or when asked too often."""
    recipient = recipient_of(person)  # locks: two at once count each other
    contact = contact_of(person)
    if contact is None:
        raise Refused(_("Belum ada nomor atau e-mail Anda di sini. Masuk ke Ruang Kerja, atau hubungi admin."))
    mine, young = PhoneCode.objects.filter(person=person), timezone.now() - LIFETIME
    mine.filter(made_at__lt=timezone.now() - timedelta(days=1)).delete()
    if mine.filter(made_at__gte=young).count() >= AT_MOST:
        raise Refused(_("Kode sudah dikirim beberapa kali. Tunggu seperempat jam, lalu coba lagi."))
    code = PhoneCode.objects.create(voice=voice, person=person)
    open_dispatch(
        key=f"{KIND}:{code.pk}", kind=KIND, subject_id=code.pk, recipient_ids=[recipient.pk], urgent=True,
        only_contact_id=contact.pk, expires_at=timezone.now() + LIFETIME,
    )  # fmt: skip
    return contact


def digits_of(code: PhoneCode) -> str:
    return f"{int.from_bytes(mac('phone-code', str(code.pk))[:8], 'big') % 10**DIGITS:0{DIGITS}}"


@transaction.atomic
def redeem(*, voice: Voice, person: Person, digits: str) -> bool:
    """Use the last code up; False for a wrong one, one that is too old, used or tried too often."""
    rows = PhoneCode.objects.select_for_update(of=("self",)).filter(voice=voice, person=person)
    code = rows.filter(made_at__gte=timezone.now() - LIFETIME).order_by("-pk").first()
    if code is None or code.used_at or code.tries >= TRIES:
        return False
    code.tries += 1
    right = hmac.compare_digest(digits.encode(), digits_of(code).encode())
    code.used_at = timezone.now() if right else None
    code.save(update_fields=["tries", "used_at"])
    if right:
        record("voice.opened_by_code", voice, by=person, area=voice.area_code)
    return right


def write(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """The digits and nothing else; none once they were used."""
    code = PhoneCode.objects.filter(pk=dispatch.subject_id or 0, used_at=None).first()
    return {one.pk: _draft(digits_of(code)) if code else None for one in recipients}


def _draft(digits: str) -> Draft:
    text = _("%(digits)s adalah kode Anda. Berlaku 15 menit, untuk satu laporan. Jangan berikan kepada siapa pun.")
    said = text % {"digits": digits}
    return Draft(subject=_("Kode sekali pakai"), text=said, brief=said)
