"""How somebody joins from their own telephone: a link to the bot, and the words to send for SMS and WhatsApp.

Whoever says the code gets this recipient's messages from then on: show it to nobody else.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jembatan.messages import channels, joining
from jembatan.messages.channels import telegram
from jembatan.messages.models import Contact, Recipient

NAMES = {"whatsapp": "WhatsApp", "sms": "SMS", "gammu": "SMS"}


@dataclass(frozen=True, slots=True)
class Offer:
    telegram: str = ""  # where a tap leads
    by: str = ""  # "WhatsApp" or "SMS", where the words below are understood
    words: str = ""
    number: str = ""  # to send them to, where it is known


def offer(recipient: Recipient) -> Offer | None:
    """What this recipient has no contact for yet; None when nothing is left to offer."""
    live = Contact.objects.live().filter(recipient=recipient).values_list("channel", flat=True)
    missing = [kind for kind in channels.sending() if kind not in set(live)]
    by = [kind for kind in NAMES if kind in missing and channels.load(kind).can().inbound]
    code = joining.token(recipient.pk)
    found = Offer(
        telegram=telegram.join_url(code) if "telegram" in missing else "",
        by=_(" atau ").join(dict.fromkeys(NAMES[kind] for kind in by)),
        words=f"GABUNG {code}" if by else "",
        number=_number(by),
    )
    return found if found.telegram or found.by else None


def _number(by: list[str]) -> str:
    """Of the gateway, where its sender is a number and no other channel is offered; WhatsApp's is not known here."""
    sender: Any = settings.SMS.sender if by == ["sms"] and settings.SMS else ""
    return sender if sender.lstrip("+").isdecimal() else ""
