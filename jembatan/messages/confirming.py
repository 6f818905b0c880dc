"""A subscription is confirmed by whoever has the address: by the link in the one message, or by answering YA."""

import re
from datetime import timedelta
from hmac import compare_digest

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.audit.actions import record
from jembatan.keyring import mac
from jembatan.messages import channels
from jembatan.messages.inbound import Message
from jembatan.messages.letters import Draft
from jembatan.messages.models import Consent, Contact, Dispatch, Purpose, Recipient, Subscription
from jembatan.messages.stopping import FORGEABLE

YES = re.compile(r"\W*(ya|iya|y|setuju)\W*", re.IGNORECASE)


@transaction.atomic
def confirm(*, subscription: Subscription, source: str = "") -> bool:
    """Whoever has the address says yes. Twice is the same as once; False when the contact ended meanwhile."""
    live = Contact.objects.live().filter(recipient=subscription.recipient_id).select_for_update()
    if (contact := live.first()) is None:
        return False
    now = timezone.now()
    Contact.objects.filter(pk=contact.pk, verified_at=None).update(verified_at=now)
    consents = Consent.objects.filter(contact=contact, purpose=Purpose.NEWS, withdrawn_at=None, given_at=None)
    consents.update(given_at=now, source=source or "web")
    if Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(confirmed_at=now):
        record("subscription.confirmed", subscription, by=None, area=subscription.code, channel=contact.channel)
    return True


def pending() -> QuerySet[Subscription]:
    """Those that may still be confirmed."""
    since = timezone.now() - timedelta(days=settings.KEEP_DAYS["unconfirmed"])
    return Subscription.objects.filter(confirmed_at=None, asked_at__gt=since)


def take(message: Message) -> str | None:
    """A Taker: YA from the address that was asked. Not where a sender can be forged."""
    row = message.row
    if not YES.fullmatch(message.text) or row.channel in FORGEABLE or row.address_index is None:
        return None
    asked = Contact.objects.live().filter(channel=row.channel, address_index=row.address_index)
    waiting = list(pending().filter(recipient__in=asked.values("recipient")).order_by("pk"))
    if not waiting:
        return None
    for one in waiting:
        confirm(subscription=one, source=row.channel)
    row.contact_id = asked.filter(recipient=waiting[-1].recipient_id).values_list("pk", flat=True).first()
    return _("Terima kasih. Rilis untuk %(areas)s datang ke sini. Balas BERHENTI untuk berhenti.") % {
        "areas": ", ".join(_named([one.code for one in waiting]))
    }


def _named(codes: list[str]) -> list[str]:
    return [area.title for area in Area.objects.current().filter(code__in=codes).order_by("code")]


def token(subscription_id: int) -> str:
    return f"{subscription_id}-{mac('subscribe', str(subscription_id)).hex()[:20]}"


def of_token(said: str) -> Subscription | None:
    """None for a token that we did not make, and for one that nobody used in time."""
    number = said.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return None
    if not compare_digest(said.encode(), token(int(number)).encode()):
        return None
    return (
        pending().filter(pk=int(number)).first()
        or Subscription.objects.filter(pk=int(number), confirmed_at__isnull=False).first()
    )


def write(dispatch: Dispatch, recipients: list[Recipient]) -> dict[int, Draft | None]:
    """The writer of the one message before they said yes."""
    found = Subscription.objects.filter(pk=(dispatch.payload or {}).get("subscription") or 0, confirmed_at=None).first()
    contact = Contact.objects.filter(pk=dispatch.only_contact_id or 0).first()
    draft = _draft(found, contact.channel) if found and contact else None
    return {recipient.pk: draft for recipient in recipients}


def _draft(subscription: Subscription, channel: str) -> Draft:
    area, link = ", ".join(_named([subscription.code])), f"{settings.BASE_URL}/langganan/{token(subscription.pk)}/"
    yes = channel != "email" and channels.load(channel).can().inbound
    subject = _("Mau menerima rilis untuk %(area)s?") % {"area": area}
    how = _("Balas YA, atau buka %(link)s") if yes else _("Bila ya, buka %(link)s")
    lines = [
        _("Alamat ini ditulis di formulir langganan Jembatan untuk menerima rilis %(area)s.") % {"area": area},
        "",
        how % {"link": link},
        "",
        _("Bukan Anda? Abaikan saja: tanpa jawaban, kami tidak mengirim apa pun lagi dan alamat ini dihapus."),
    ]
    return Draft(
        subject=subject,
        text="\n".join(lines),
        link=link,
        brief=f"{subject} {how % {'link': link}}",
        template="confirm" if "confirm" in settings.WHATSAPP.templates else "",
        gaps=(area, link),
    )
