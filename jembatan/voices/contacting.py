"""Whoever has the address says that they want to hear of this voice: until then only the question went there."""

from hmac import compare_digest

from django.db import transaction
from django.utils import timezone

from jembatan.audit.actions import record
from jembatan.messages.models import Consent, Contact, Purpose
from jembatan.voices.models import Follower
from jembatan.voices.telling import contact_token


def of_token(said: str) -> Follower | None:
    """Who follows with the contact of this token. None for one that we did not make, and once the contact ended."""
    number = said.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        return None
    if not compare_digest(said.encode(), contact_token(int(number)).encode()):
        return None
    live = Contact.objects.live().filter(pk=int(number))
    return Follower.objects.select_related("voice").filter(recipient__in=live.values("recipient")).first()


def confirmed(follower: Follower) -> bool:
    return Contact.objects.live().filter(recipient=follower.recipient_id, verified_at__isnull=False).exists()


@transaction.atomic
def confirm(*, follower: Follower) -> bool:
    """Twice is the same as once; False when the contact ended meanwhile."""
    contact = Contact.objects.live().filter(recipient=follower.recipient_id).select_for_update().first()
    if contact is None:
        return False
    now = timezone.now()
    agreed = Consent.objects.filter(contact=contact, purpose=Purpose.REPLY, withdrawn_at=None, given_at=None)
    agreed.update(given_at=now)
    if Contact.objects.filter(pk=contact.pk, verified_at=None).update(verified_at=now):
        record("voice.contact_confirmed", follower.voice, by=None, area=follower.voice.area_code)
    return True
