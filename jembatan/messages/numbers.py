"""A telephone number, and what is sent to it: WhatsApp or SMS in the order somebody prefers, or calls only.

The number itself is a contact "phone". Each channel that it is good for is one more contact with the same address.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jembatan.audit.actions import record
from jembatan.keyring import unseal
from jembatan.messages import channels, contacts
from jembatan.messages.addresses import PHONE
from jembatan.messages.models import INBOX, Contact
from jembatan.people.models import Person

WHATSAPP, SMS = "whatsapp", "sms"  # as people say it
CHANNELS = {WHATSAPP: ("whatsapp",), SMS: ("sms", "gammu")}  # what may carry it
ALL = frozenset(kind for kinds in CHANNELS.values() for kind in kinds)
LAST = {contacts.EMAIL: 98, PHONE: 99}  # behind the channels of a number
WAYS = {
    "whatsapp sms": _("WhatsApp, lalu SMS bila tidak sampai"),
    "whatsapp": _("WhatsApp"),
    "sms whatsapp": _("SMS, lalu WhatsApp bila tidak sampai"),
    "sms": _("SMS"),
    PHONE: _("Telepon saja: tidak ada pesan yang dikirim ke nomor ini"),
}


def channel(said: str) -> str | None:
    """Which channel carries it here; None where none is set up."""
    return next((kind for kind in channels.sending() if kind in CHANNELS[said]), None)


def ways() -> list[tuple[str, str]]:
    """What can be chosen here, the best first: (words of the way, label)."""
    return [(way, str(label)) for way, label in WAYS.items() if way == PHONE or all(map(channel, way.split()))]


def of_way(way: str) -> list[str]:
    """The channels of a way, in its order."""
    return [kind for said in way.split() if said in CHANNELS and (kind := channel(said))]


def following(live: Sequence[Contact]) -> list[str]:
    """The channels that go to the number itself, in their order: not one that was joined from another telephone."""
    number = next((contact.address_index for contact in live if contact.channel == PHONE), None)
    return [contact.channel for contact in live if contact.channel in ALL and contact.address_index == number]


def _live(person: Person) -> list[Contact]:
    live = Contact.objects.live().filter(recipient__person=person).exclude(channel=INBOX)
    return list(live.order_by("position", "pk"))


@transaction.atomic
def use(
    *,
    person: Person,
    kinds: Sequence[str] | None,
    number: str,
    source: str,
    by: Person,
    given_at: datetime | None = None,
) -> bool:
    """Send by these channels to the number, in this order and before e-mail; by no other to any number.

    None keeps the channels as they are; an empty number is the one that is known. False when none is, and then
    nothing happens. Raises BadAddress.
    """
    live = _live(person)
    known = {contact.channel: contact for contact in live}
    if not number and PHONE in known:
        number = unseal(known[PHONE].address or b"")
    if not number:
        return False
    if kinds is None:
        for kind in (PHONE, *following(live)):
            contacts.replace(person=person, channel=kind, address=number, source=source, by=by, given_at=given_at)
        return True
    for kind in (PHONE, *kinds):
        contacts.replace(person=person, channel=kind, address=number, source=source, by=by, given_at=given_at)
    for kind in ALL - set(kinds):
        if kind in known:
            contacts.supersede(contact=known[kind], by=by)
    _order(person, kinds)
    return True


@transaction.atomic
def prefer(*, contact: Contact, by: Person) -> None:
    """Try this contact before the person's others."""
    if (person := contact.recipient.person) is None or contact.ended_at:
        return
    live = _live(person)
    _place([one for one in live if one.pk == contact.pk] + [one for one in live if one.pk != contact.pk])
    record("contact.preferred", contact, by=by, channel=contact.channel)


def _order(person: Person, kinds: Sequence[str]) -> None:
    """These channels in this order, before e-mail, behind what the person joined without a number."""
    rank = {kind: place for place, kind in enumerate(kinds)}
    _place(sorted(_live(person), key=lambda one: rank.get(one.channel, LAST.get(one.channel, -1))))


def _place(contacts: Sequence[Contact]) -> None:
    for place, contact in enumerate(contacts):
        contact.position = place
    Contact.objects.bulk_update(contacts, ["position"])
