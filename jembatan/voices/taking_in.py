"""What somebody said in a few messages becomes a voice, and they get what they need to follow it.

What never got an answer is taken all the same, at the root: the desk asks then.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from jembatan.areas.models import Area
from jembatan.messages.models import Contact, Inbound
from jembatan.voices import giving_up, intake, telling_back, unfinished
from jembatan.voices.intake import Received, Said
from jembatan.voices.models import Dialogue, Voice
from jembatan.voices.reporter import Reporter
from jembatan.voices.unfinished import Unfinished

MANY = 500  # that are finished in one go
ATTACHED = ("photo", "image", "video", "document", "voice", "audio", "animation")  # keys in what providers tell


def become(said: Unfinished, area: Area, row: Inbound | None = None) -> None:
    """`row`: the message that made it whole. The code and the secret go to the contact of this voice alone, once."""
    received = _received(said, area, tells=row is not None or not _stopped(said))
    unfinished.end(said)
    if said.anonymous:
        giving_up.forget_who(said.rows)
    contact = _contact(said, received.voice)
    if row:
        row.contact_id = contact.pk if contact and not said.anonymous else None
    if contact and received.secret:
        _tell(said, received, contact, key=str(row.pk) if row else f"late-{said.rows[-1]}")


def _stopped(said: Unfinished) -> bool:
    """Whether they wanted no more messages while we waited: then none is sent, and the address stays sealed."""
    since = said.dialogue.heard_at if said.dialogue else timezone.now()
    index = said.dialogue.address_index if said.dialogue else None
    return Contact.objects.filter(address_index=index, ended_because="stopped", ended_at__gte=since).exists()


def _received(said: Unfinished, area: Area, *, tells: bool) -> Received:
    known = Reporter(said.name, said.channel if tells else "", said.address, said.carried, proven=True)
    return intake.receive(Said(
        text=said.text, area=area, place=said.place, channel=said.channel, anonymous=said.anonymous,
        held=said.channel == "email" and "http" in said.text,  # a stranger's letter that leads somewhere
        reporter=Reporter() if said.anonymous else known, client_id=UUID(said.client_id),
    ))  # fmt: skip


def _contact(said: Unfinished, voice: Voice) -> Contact | None:
    live = Contact.objects.live()
    if said.anonymous:
        return live.filter(pk=said.dialogue.contact_id or 0).first() if said.dialogue else None
    return live.filter(recipient__in=voice.followers.values("recipient")).first()


def _tell(said: Unfinished, received: Received, contact: Contact, *, key: str) -> None:
    attached = any(f'"{word}"' in said.carried for word in ATTACHED)
    text, brief = telling_back.received(received.voice, received.secret, attached=attached)
    telling_back.say(text, brief=brief, contact=contact, key=key, voice=None if said.anonymous else received.voice)


def finish(said: Unfinished) -> None:
    """Nobody answered. An anonymous one was not meant, then: we said that we delete it."""
    if said.anonymous or not said.text:
        unfinished.end(said)
    else:
        become(said, Area.objects.root())


def finish_old() -> int:
    """Those that waited three days; how many."""
    old = Dialogue.objects.filter(ended_at=None, heard_at__lt=timezone.now() - unfinished.KEPT)
    return sum(_finish_one(pk) for pk in old.order_by("pk").values_list("pk", flat=True)[:MANY])


@transaction.atomic
def _finish_one(pk: int) -> int:
    row = Dialogue.objects.select_for_update(skip_locked=True).filter(pk=pk, ended_at=None).first()
    if row is None:
        return 0
    with translation.override("id"):
        finish(unfinished.opened(row))
    return 1
