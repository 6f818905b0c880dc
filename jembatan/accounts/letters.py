"""The e-mail with the one-time link. It waits for nobody's queue: who signs in waits in front of the screen.

How many letters one person gets is bounded, so that nobody's mailbox is flooded. The letter goes out beside the answer:
a mail server's seconds and troubles do not tell whether somebody has the address. The row that is written for the link
still takes some milliseconds; against guessing by those stands the bound on one network (guessing.py).
"""

import logging
from datetime import timedelta
from smtplib import SMTPException
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jembatan.messages.errors import BadAddress
from jembatan.messages.queries import contacts_at
from jembatan.people import signin
from jembatan.people.models import Person, SignInLink

A_QUARTER = timedelta(minutes=15)
AT_MOST = 3  # links for one person in a quarter of an hour
log = logging.getLogger(__name__)


def _person(address: str) -> Person | None:
    """Whose address it is: the one for signing in, or a live contact of one person only."""
    found = Person.objects.filter(email=address.lower(), is_active=True).first()
    if found:
        return found
    try:
        contacts = contacts_at("email", address).filter(recipient__person__is_active=True)
    except BadAddress:
        return None
    people = {contact.recipient.person for contact in contacts.select_related("recipient__person")[:2]}
    return people.pop() if len(people) == 1 else None


def _too_often(person: Person) -> bool:
    """Links like this one only: an invitation lives longer."""
    recent = timezone.now() + signin.LIFETIME - A_QUARTER, timezone.now() + signin.LIFETIME
    return SignInLink.objects.filter(person=person, expires_at__range=recent).count() >= AT_MOST


def send_link(address: str, *, next: str = "") -> None:
    """Send a link to whom the address belongs; nothing, and silently, when to nobody or too often."""
    person = _person(address)
    if person is None or _too_often(person):
        return
    link = settings.BASE_URL + signin.issue(person, next=next)
    with translation.override(person.language):
        letter = EmailMessage(_("Tautan masuk Jembatan"), _words(person, link), None, [address])
    _beside(letter)


def _beside(letter: EmailMessage) -> None:
    Thread(target=_deliver, args=[letter]).start()


def _deliver(letter: EmailMessage) -> None:
    try:
        letter.send()
    except (OSError, SMTPException) as error:  # its words may repeat the address, so only its kind is kept
        log.error("A sign-in letter did not go out: %s. Look at JEMBATAN_EMAIL_URL.", type(error).__name__)


def _words(person: Person, link: str) -> str:
    return _(
        "Halo %(name)s,\n\nbuka tautan ini untuk masuk ke Ruang Kerja. Tautan berlaku satu kali, selama 24 jam:\n\n"
        "%(link)s\n\nBila Anda tidak memintanya, abaikan saja e-mail ini."
    ) % {"name": person.name, "link": link}
