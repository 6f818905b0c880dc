"""Which voice a message is about: one of this address, by its code or because one of our messages is quoted."""

import re
from itertools import pairwise

from django.db.models import QuerySet

from jembatan.messages.models import Attempt, Contact, Delivery, Inbound
from jembatan.messages.stopping import FORGEABLE
from jembatan.voices.codes import CODE, LETTERS
from jembatan.voices.models import Follower, Voice

KINDS = ("voice_news", "voice_said")
LOOKED_AT = 60  # words of the text, from its beginning


def of_address(row: Inbound) -> QuerySet[Voice]:
    """Those whose reporter is told at this address. A number is the same one in every channel."""
    live = Contact.objects.live().filter(address_index=row.address_index, recipient__person=None)
    reporters = Follower.objects.filter(why=Follower.Why.REPORTER, recipient__in=live.values("recipient"))
    return Voice.objects.filter(pk__in=reporters.values("voice")).select_related("office", "area__parent")


def contact_of(voice: Voice, row: Inbound) -> Contact | None:
    """Where this reporter is told of this voice."""
    reporters = voice.followers.filter(why=Follower.Why.REPORTER).values("recipient")
    return Contact.objects.live().filter(recipient__in=reporters, address_index=row.address_index).first()


def meant(row: Inbound, text: str) -> Voice | None:
    """None when it is about none of theirs. Another's code is no more than a word."""
    if quoted := _quoted(row):
        return quoted
    codes = codes_in(text) if row.channel not in FORGEABLE else []
    return of_address(row).filter(code__in=codes).first() if codes else None


def _quoted(row: Inbound) -> Voice | None:
    if not row.in_reply_to:
        return None
    tried = Attempt.objects.filter(channel=row.channel, provider_id=row.in_reply_to)
    ids = list(tried.values_list("delivery_id", flat=True)[:10])
    sent = Delivery.objects.filter(pk__in=ids, dispatch__kind__in=KINDS).values("dispatch__subject_id")
    return of_address(row).filter(pk__in=sent).first() if ids else None


def codes_in(text: str) -> list[str]:
    """What looks like a code: eight of its letters in one word, or in two of four."""
    words = re.findall(r"[0-9A-Z]+", text.upper())[:LOOKED_AT]
    pairs = (first + second for first, second in pairwise(words) if len(first) == len(second) == 4)
    return [one for one in [*words, *pairs] if len(one) == CODE and set(one) <= set(LETTERS)]


def without_code(text: str, code: str) -> str:
    """The text behind a code at its beginning."""
    spaced = r"[\s-]?".join([code[:4], code[4:]])
    return re.sub(rf"^\W*(?:kode\s+)?{spaced}[\s:,.;-]*", "", text, flags=re.IGNORECASE)
