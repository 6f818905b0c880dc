"""A wish to stop ends every contact with that address at once; where a sender can be forged, it has to be proven."""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.messages import actions, addresses
from jembatan.messages.models import Attempt, Contact, Inbound

STOP = re.compile(r"\W*(stop|berhenti|unsubscribe)\b\W*", re.IGNORECASE)
# Anybody can write in another's name there: only an answer to a message of ours, whose id they had to know, counts.
FORGEABLE = {"email"}
QUIET = timedelta(days=1)  # between two answers that tell the same mailbox how to stop


def asked(row: Inbound, text: str) -> bool:
    return bool(STOP.fullmatch(text)) or row.button == "stop"


def stop(row: Inbound, contact: Contact | None) -> str:
    """What is answered. Every contact with this address in this channel ends, whoever's it is.

    A button needs no proof: the events of an e-mail provider are told as one, letters have none.
    """
    if row.channel in FORGEABLE and row.button != "stop" and not answers_ours(row):
        return _how_to_stop(row, contact)
    for live in Contact.objects.live().filter(channel=row.channel, address_index=row.address_index):
        actions.end(contact=live, by=None, because="stopped")
    return ""


def answers_ours(row: Inbound) -> bool:
    """Whether it quotes a message that we sent to the address which it comes from."""
    if not row.in_reply_to:
        return False
    sent = Attempt.objects.filter(channel=row.channel, provider_id=row.in_reply_to).values("contact_id")
    return Contact.objects.filter(pk__in=sent, address_index=row.address_index).exists()


def _how_to_stop(row: Inbound, contact: Contact | None) -> str:
    """Nothing ends; whoever has the mailbox gets the link that ends it, and not one for every forged letter."""
    lately = Inbound.objects.filter(channel=row.channel, address_index=row.address_index, taken_by="messages")
    if contact is None or lately.filter(received_at__gt=timezone.now() - QUIET).exists():
        return ""
    return _("Untuk berhenti menerima kabar di alamat ini, buka %(link)s") % {"link": addresses.leave_url(contact.pk)}
