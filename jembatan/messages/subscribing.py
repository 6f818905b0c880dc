"""Citizens subscribe to the releases of an area: nothing is sent before whoever has the address said yes to it.

Asking tells nobody whether an address is known. It is asked at most three times a day, and left alone for a while
when its owner answered "berhenti". A number costs money and may be anybody's: so few of them in an hour, none at night.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from jembatan.areas import clock
from jembatan.areas.models import Area
from jembatan.areas.settings import setting
from jembatan.audit.actions import record
from jembatan.keyring import seal
from jembatan.messages import addresses, channels
from jembatan.messages.actions import open_dispatch
from jembatan.messages.engine import quiet
from jembatan.messages.errors import Busy
from jembatan.messages.models import Consent, Contact, Dispatch, Purpose, Recipient, Subscription

WORDING = "warga-1"  # version of the sentence that citizens agree to
MOST = 3  # times a day that one address is asked
ALONE = timedelta(days=30)  # after a "no"
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
UNANSWERED = 200  # numbers that were asked within an hour and have not said yes
BY_NUMBER = ("whatsapp", "sms", "gammu")  # the first that is set up


def channel_of(address: str) -> str | None:
    """Where this address is reached; None for a number while no channel takes numbers."""
    return "email" if "@" in address else next((one for one in BY_NUMBER if one in channels.sending()), None)


@transaction.atomic
def subscribe(*, channel: str, address: str, area: Area) -> None:
    """Ask whoever has this address whether they want the releases of the area. Raises BadAddress, Busy."""
    address = addresses.normalise(channel, address)
    if channel in BY_NUMBER and _unanswered() >= UNANSWERED:
        raise Busy
    index = addresses.index(channel, address) or b""
    _one_at_a_time(index)
    if said_no(index):
        return
    contact = _contact(channel, address, index, area)
    found, _new = Subscription.objects.get_or_create(recipient_id=contact.recipient_id, code=area.code)
    asked = _asked_today(index)
    if found.confirmed_at or asked >= MOST:
        return
    found.asked_at = timezone.now()
    found.save(update_fields=["asked_at"])
    _ask(found, contact)


def _unanswered() -> int:
    lately = Subscription.objects.filter(confirmed_at=None, asked_at__gt=timezone.now() - HOUR)
    return lately.filter(recipient__contacts__channel__in=BY_NUMBER).count()


def _one_at_a_time(index: bytes) -> None:
    """Two forms with the same address wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(index[:8], signed=True)])


def said_no(index: bytes) -> bool:
    """Whether whoever has the address ended it without ever having confirmed: somebody else typed it."""
    ended = Contact.objects.filter(address_index=index, verified_at=None, ended_because__in=["stopped", "left"])
    return ended.filter(ended_at__gt=timezone.now() - ALONE).exists()


def _contact(channel: str, address: str, index: bytes, area: Area) -> Contact:
    """The citizen's contact with this address; of a volunteer's own nothing is changed here."""
    same = Contact.objects.live().filter(channel=channel, address_index=index, recipient__person=None)
    if found := same.filter(consents__purpose=Purpose.NEWS, consents__withdrawn_at=None).first():
        return found
    recipient = Recipient.objects.create(zone=setting("zone", area))
    contact = Contact.objects.create(recipient=recipient, channel=channel, address=seal(address), address_index=index)
    Consent.objects.create(contact=contact, purpose=Purpose.NEWS, wording=WORDING, source="web")
    return contact


def _asked_today(index: bytes) -> int:
    same = Contact.objects.filter(address_index=index).values("pk")
    sent = Dispatch.objects.filter(kind="confirm", subject_id__in=same, created_at__gt=timezone.now() - DAY)
    return sent.count()


def _ask(subscription: Subscription, contact: Contact) -> None:
    """At once: somebody waits for it. At night only by e-mail, which wakes nobody up whose address was typed in."""
    before = Dispatch.objects.filter(kind="confirm", subject_id=contact.pk).count()
    open_dispatch(
        key=f"confirm:{contact.pk}:{before + 1}",
        kind="confirm",
        subject_id=contact.pk,
        recipient_ids=[contact.recipient_id],
        only_contact_id=contact.pk,
        urgent=contact.channel not in BY_NUMBER or not _night(contact.recipient.zone),
        expires_at=timezone.now() + DAY,
        payload={"subscription": subscription.pk},
    )
    record("subscription.asked", subscription, by=None, area=subscription.code, channel=contact.channel)


def _night(zone: str) -> bool:
    return quiet.seconds_left(timezone.now(), ZoneInfo(zone) if zone else clock.site_zone()) > 0
