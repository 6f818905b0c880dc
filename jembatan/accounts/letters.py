"""The e-mail with the one-time link. It waits for nobody's queue: who signs in waits in front of the screen.

How often one address may ask is bounded, so that nobody's mailbox is flooded.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.keyring import mac
from jembatan.messages.models import Contact
from jembatan.people import signin
from jembatan.people.models import Person, SignInLink

A_QUARTER = timedelta(minutes=15)
AT_MOST = 3  # links for one person in a quarter of an hour


def _person(address: str) -> Person | None:
    """Whose address it is: the one for signing in, or a live contact."""
    found = Person.objects.filter(email=address.lower(), is_active=True).first()
    if found:
        return found
    index = mac("contact", address.lower())
    contacts = Contact.objects.live().filter(channel="email", address_index=index, recipient__person__is_active=True)
    known = contacts.select_related("recipient__person").first()
    return known.recipient.person if known else None


def send_link(address: str, *, next: str = "") -> None:
    """Send a link to whom the address belongs; nothing, and silently, when to nobody or too often."""
    person = _person(address)
    since = timezone.now() + signin.LIFETIME - A_QUARTER
    if person is None or SignInLink.objects.filter(person=person, expires_at__gt=since).count() >= AT_MOST:
        return
    link = settings.BASE_URL + signin.issue(person, next=next)
    send_mail(_("Tautan masuk Jembatan"), _letter(person, link), None, [address])


def _letter(person: Person, link: str) -> str:
    return _(
        "Halo %(name)s,\n\nbuka tautan ini untuk masuk ke Ruang Kerja. Tautan berlaku satu kali, selama 24 jam:\n\n"
        "%(link)s\n\nBila Anda tidak memintanya, abaikan saja surat ini."
    ) % {"name": person.name, "link": link}
