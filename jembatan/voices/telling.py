"""Whoever a voice concerns is told, once each, through the ledger. Nothing is pushed to anonymous reporters.

Addresses live in `messages`, sealed; each belongs to this one voice only.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from jembatan.areas.settings import setting
from jembatan.keyring import mac, seal
from jembatan.messages import addresses, subscribing
from jembatan.messages.actions import open_dispatch, recipient_of
from jembatan.messages.models import Consent, Contact, Purpose, Recipient
from jembatan.people.models import Person
from jembatan.voices import area_news
from jembatan.voices.models import Follower, Unsealing, Voice
from jembatan.voices.reporter import Reporter
from jembatan.voices.workflow import Act

WORDING = "laporan-1"  # version of the sentence that reporters agree to
NEWS = "voice_news"
DAY = timedelta(days=1)


def follow_as_reporter(voice: Voice, reporter: Reporter) -> None:
    """Keep where to tell them. An address that somebody typed is asked first; raises BadAddress."""
    follow(voice, reporter.channel, reporter.address, Follower.Why.REPORTER, proven=reporter.proven)


def follow(voice: Voice, channel: str, address: str, why: str, *, proven: bool = False) -> Contact:
    """A contact for this one voice, the same one for the same address. Raises BadAddress."""
    address, now = addresses.normalise(channel, address), timezone.now()
    if known := _follows(voice, addresses.index(channel, address)):
        return known
    recipient = Recipient.objects.create(zone=setting("zone", voice.area))
    contact = Contact.objects.create(
        recipient=recipient, channel=channel, address=seal(address),
        address_index=addresses.index(channel, address), verified_at=now if proven else None,
    )  # fmt: skip
    Consent.objects.create(contact=contact, purpose=Purpose.REPLY, wording=WORDING, source=voice.channel,
                           given_at=now if proven else None)  # fmt: skip
    Follower.objects.create(voice=voice, recipient=recipient, why=why)
    if not proven:
        _ask(voice, contact)
    return contact


def _follows(voice: Voice, index: bytes | None) -> Contact | None:
    ours = Contact.objects.live().filter(recipient__in=voice.followers.values("recipient"))
    return ours.filter(address_index=index, recipient__person=None).first()


def follow_as_volunteer(voice: Voice, person: Person) -> None:
    Follower.objects.get_or_create(
        voice=voice, recipient=recipient_of(person), defaults={"why": Follower.Why.VOLUNTEER}
    )


def _ask(voice: Voice, contact: Contact) -> None:
    """One message that asks whether it was really them: it says nothing of what the voice is about.

    Anybody can type anybody's address: it is asked so often a day and no more, and left alone after a "no".
    """
    today = Contact.objects.filter(address_index=contact.address_index, created_at__gt=timezone.now() - DAY)
    if today.count() > subscribing.MOST or subscribing.said_no(bytes(contact.address_index or b"")):
        return
    open_dispatch(
        key=f"voice-contact:{contact.pk}", kind="voice_contact", subject_id=voice.pk,
        recipient_ids=[contact.recipient_id], only_contact_id=contact.pk, urgent=True,
        payload={"token": contact_token(contact.pk)},
    )  # fmt: skip


def contact_token(contact_id: int) -> str:
    return f"{contact_id}-{mac('voice-contact', str(contact_id)).hex()[:24]}"


def contact_url(token: str) -> str:
    return f"{settings.BASE_URL}/suara/kabari/{token}/"


def tell(voice: Voice, what: str, *, urgent: bool = False) -> None:
    """News of this voice to all who follow it and to those of the voices merged into it; once for each step."""
    ids = _once_each(with_merged(voice))
    if ids:
        open_dispatch(
            key=f"{NEWS}:{voice.pk}:{voice.version}", kind=NEWS, subject_id=voice.pk, recipient_ids=ids,
            office_id=voice.office_id, urgent=urgent, payload={"what": what, "step": voice.version},
        )  # fmt: skip
    if what == Act.ANSWER:
        tell_area(voice)


def tell_area(voice: Voice) -> None:
    """Of an answer that everybody may read, those who follow the area; once, and not who is told already."""
    area_news.tell(voice, besides=_once_each(with_merged(voice)))


def with_merged(voice: Voice) -> list[int]:
    """It, what was merged into it, and what was merged into those before."""
    found, last = [voice.pk], [voice.pk]
    while last := list(Voice.objects.filter(merged_into__in=last).values_list("pk", flat=True)):
        found += last
    return found


def _once_each(voices: list[int]) -> list[int]:
    """Who follows them. Somebody who spoke twice has a contact for each voice, and is told through the first."""
    ids = set(Follower.objects.filter(voice__in=voices).values_list("recipient_id", flat=True))
    sure = Contact.objects.live().filter(recipient__in=ids, address_index__isnull=False, verified_at__isnull=False)
    rows = list(sure.order_by("recipient").values_list("recipient_id", "address_index"))
    first: dict[bytes, int] = {}
    for recipient, index in rows:
        first.setdefault(bytes(index or b""), recipient)
    return sorted(ids - {recipient for recipient, _index in rows} | set(first.values()))


def unsealed(voice: Voice, unsealing: Unsealing) -> None:
    """The reporter is told that somebody saw who they are."""
    reporters = Follower.objects.filter(voice=voice, why=Follower.Why.REPORTER)
    if ids := list(reporters.values_list("recipient_id", flat=True)):
        open_dispatch(
            key=f"voice_unsealed:{unsealing.pk}", kind=NEWS, subject_id=voice.pk, recipient_ids=ids,
            payload={"what": "unsealed", "step": voice.version},
        )  # fmt: skip
