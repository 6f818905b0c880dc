"""A wish to stop ends every contact with that address at once; where a sender can be forged, it has to be proven."""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.messages import actions, addresses
from jembatan.messages.contacts import NAMES
from jembatan.messages.models import INBOX, Attempt, Contact, Inbound, Recipient

# "Berhenti kirim sms ini"; a socket is a "stop kontak", and whoever asks does not want to stop yet.
STOP = re.compile(r"\W*(?:stop|berhenti|unsubscribe)\b(?!\s*kontak)(?:\W+\w+){0,5}\W*", re.IGNORECASE)
# Anybody can write in another's name there: only an answer to a message of ours, whose id they had to know, counts.
FORGEABLE = {"email"}
LONGEST = 100  # characters
FAREWELL = "farewell"  # marks a contact that is nobody's and is there for the last answer only
QUIET = timedelta(days=1)  # between two answers that tell the same mailbox how to stop


def asked(row: Inbound, text: str) -> bool:
    return row.button == "stop" or ("?" not in text and len(text) <= LONGEST and bool(STOP.fullmatch(text)))


def stop(row: Inbound, contact: Contact | None) -> str:
    """What is answered. Every contact with this address in this channel ends, whoever's it is.

    A button needs no proof: the events of an e-mail provider are told as one, letters have none.
    """
    if row.channel in FORGEABLE and row.button != "stop" and not answers_ours(row):
        return _how_to_stop(row, contact)
    here = Contact.objects.live().filter(channel=row.channel, address_index=row.address_index)
    ended = list(here.exclude(ended_because=FAREWELL).select_related("recipient"))
    for live in ended:
        actions.end(contact=live, by=None, because="stopped")
    if ended and row.button != "stop" and row.address:  # an event of the provider is nobody who waits for an answer
        _say_farewell(row, [live.recipient_id for live in ended])
    return ""


def _say_farewell(row: Inbound, recipients: list[int]) -> None:
    """One last message, to this address only: what ended, and what goes on elsewhere."""
    words = [_("Baik, kami tidak mengirim pesan lagi ke sini.")]
    staying = Contact.objects.live().filter(recipient__in=recipients).exclude(channel__in=[INBOX, addresses.PHONE])
    if names := sorted({str(NAMES.get(kind, kind)) for kind in staying.values_list("channel", flat=True)}):
        words.append(
            _("Lewat %(channels)s Anda masih menerima; berhenti di sana juga bila mau.")
            % {"channels": ", ".join(names)}
        )
    to = Contact.objects.create(
        recipient=Recipient.objects.create(), channel=row.channel, address=row.address, address_index=row.address_index,
        heard_at=row.at, ended_because=FAREWELL,
    )  # fmt: skip
    actions.open_dispatch(
        key=f"reply:{row.pk}", kind="reply", subject_id=row.pk, recipient_ids=[to.recipient_id], only_contact_id=to.pk,
        urgent=True, payload={"text": " ".join(words)},
    )  # fmt: skip


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
