"""Confirming without opening a page: a button, a code as "OK 12 MASJID 80", or "sudah" in their own words.

A volunteer's word counts for the message that it quotes, or else for the only release that waits for them; where
neither says which, we ask. Any other answer to a release is a question about it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jembatan.messages import joining
from jembatan.messages.inbound import Message
from jembatan.messages.models import Attempt, Delivery, Inbound
from jembatan.messages.stopping import FORGEABLE, answers_ours
from jembatan.people.models import Person
from jembatan.relays import claims, refusing
from jembatan.relays.claims import Claim
from jembatan.relays.codes import asking_of, codes
from jembatan.relays.links import live_askings, personal_url
from jembatan.relays.models import Asking, Place, State
from jembatan.relays.questions import ask_question
from jembatan.relays.taking import record
from jembatan.relays.telling import MESSAGE_KINDS
from jembatan.releases.workflow import Refused
from jembatan.releases.workflow import State as ReleaseState

BUTTON = re.compile(r"sudah:(\d{1,18})(?::(\w+))?", re.ASCII)
VERSION = re.compile(r":v(\d{1,6})\b")
MANY = 5  # releases that are named when we ask which
QUIET = timedelta(days=1)  # between two answers to somebody whom we do not know: it may be a machine

Quoted = dict[int, int]  # release id → the version that the quoted message spoke of


def take(message: Message) -> str | None:
    """A Taker: what was confirmed or asked, in one sentence; None when it is about no release."""
    person = message.contact.recipient.person if message.contact else None
    with translation.override("id"):
        if person is None or not person.is_active:
            return _stranger(message)
        try:
            return _take(message, person)
        except Refused as refused:
            return str(refused)


def _stranger(message: Message) -> str | None:
    """Somebody says that it was passed on, and we do not know them."""
    row = message.row
    claim = claims.read(message.text)
    if not (BUTTON.fullmatch(row.button) or (claim and claim.plain)):
        return None
    lately = Inbound.objects.filter(address_index=row.address_index, received_at__gt=timezone.now() - QUIET)
    if lately.filter(taken_by="relays").exists():
        return ""
    words = _("Nomor atau akun ini belum kami kenal, jadi tidak ada yang tercatat. Mintalah kode GABUNG dari petugas.")
    return joining.answer(row, words)


def _take(message: Message, person: Person) -> str | None:
    quoted = _quoted(message)
    if message.row.channel in FORGEABLE and not (quoted and answers_ours(message.row)):
        return None
    if pressed := BUTTON.fullmatch(message.row.button):
        places = (pressed[2],) if pressed[2] in Place.values else ()
        return _about(message, person, Q(relay=int(pressed[1])), Claim(places=places), quoted)
    if claim := claims.read(message.text, answers=bool(quoted)):
        return _claimed(message, person, claim, quoted)
    if (claim := claims.bare_code(message.text)) and _live(person, Q(relay__release=claim.release)):
        return _claimed(message, person, claim, quoted)
    return _said(message, person, quoted)


def _said(message: Message, person: Person, quoted: Quoted) -> str | None:
    """Words that claim nothing."""
    if not message.text.strip():
        return None
    if claims.is_polite(message.text):
        return _hint(_waiting(_live(person)))
    asked = _question(message, person, quoted) if quoted else None
    return _unsure(person, quoted, asked) if claims.speaks_of_it(message.text) else asked


def _unsure(person: Person, quoted: Quoted, asked: str | None) -> str | None:
    """They speak of passing it on, and it is no claim: nobody should believe that it was written down."""
    waiting = _waiting(_live(person, Q(relay__release__in=quoted) if quoted else None))
    if not waiting:
        return asked
    words = _("Belum ada yang tercatat. Kalau sudah diteruskan ke warga, balas dengan kodenya:")
    return "\n".join([*([asked] if asked else []), words, *_lines(waiting)])


def _claimed(message: Message, person: Person, claim: Claim, quoted: Quoted) -> str:
    """The release that is named, else the quoted one, else the only one that waits."""
    if claim.release is not None:
        of = Q(relay__release=claim.release)
        if claim.letter:
            of &= Q(pk=asking_of(person.pk, claim.release, claim.letter) or 0)
        return _about(message, person, of, claim, quoted)
    if quoted:
        return _about(message, person, Q(relay__release__in=quoted), claim, quoted)
    if not (waiting := _waiting(_live(person))):
        return refusing.nothing_waits(person)
    return _confirm(message, waiting, claim, quoted)


def _about(message: Message, person: Person, of: Q, claim: Claim, quoted: Quoted) -> str:
    askings = _live(person, of)
    if not askings:
        return refusing.why_not(person, of, claim.release)
    return _confirm(message, askings, claim, quoted)


def _live(person: Person, of: Q | None = None) -> list[Asking]:
    """What this person was asked and may still do, the latest release first, its villages as they were asked."""
    rows = live_askings().filter(of or Q(), person=person).order_by("-relay__release", "pk")
    return list(rows)


def _waiting(askings: Iterable[Asking]) -> list[Asking]:
    return [
        asking
        for asking in askings
        if asking.relay.state < State.RELAYED and asking.relay.release.state == ReleaseState.PUBLISHED
    ]


def _confirm(message: Message, askings: Sequence[Asking], claim: Claim, quoted: Quoted) -> str:
    """Where several wait and the claim is not of all of them, ask; what is done already is told again for one only."""
    if all(asking.relay.release.state != ReleaseState.PUBLISHED for asking in askings):
        return refusing.withdrawn()
    if not (waiting := _waiting(askings)) and len(askings) > 1:
        return _("Semuanya sudah tercatat. Terima kasih!")
    these = waiting or list(askings)
    if len(these) > 1 and not claim.everything:
        return _which(these)
    return record(message, these, claim, quoted)


def _which(askings: Sequence[Asking]) -> str:
    """Ask; each with the code that answers."""
    return "\n".join([_("Yang mana yang sudah diteruskan? Balas dengan kodenya:"), *_lines(askings)])


def _hint(askings: Sequence[Asking]) -> str:
    """Politeness is no claim: somebody who takes it for one should learn how to make it."""
    if not askings:
        return ""
    return "\n".join([_("Terima kasih. Kalau sudah diteruskan ke warga, balas dengan kodenya:"), *_lines(askings)])


def _lines(askings: Sequence[Asking]) -> list[str]:
    shown = askings[:MANY]
    known = codes([asking.person_id for asking in shown], [asking.relay.release_id for asking in shown])
    lines = [f"OK {known[asking.pk]} = {_named(asking)}" for asking in shown]
    rest = len(askings) - len(shown)
    return [*lines, _("Masih ada %(n)s lagi.") % {"n": rest}] if rest else lines


def _named(asking: Asking) -> str:
    title = asking.relay.release.text.title
    return f"{title if len(title) <= 40 else title[:39] + '…'} ({asking.relay.area.title})"


def _quoted(message: Message) -> Quoted:
    """The releases that the quoted message is about, each with the version that it told; a bundle tells several."""
    if not message.row.in_reply_to:
        return {}
    tried = Attempt.objects.filter(channel=message.row.channel, provider_id=message.row.in_reply_to)
    ids = list(tried.values_list("delivery_id", flat=True)[:50])
    found = Delivery.objects.filter(pk__in=ids, dispatch__kind__in=MESSAGE_KINDS, dispatch__subject_id__isnull=False)
    rows = found.order_by("dispatch").values_list("dispatch__subject_id", "dispatch__key")
    return {int(release or 0): int(said[1]) if (said := VERSION.search(key)) else 1 for release, key in rows}


def _question(message: Message, person: Person, quoted: Quoted) -> str | None:
    askings = {asking.relay.release_id: asking for asking in _live(person, Q(relay__release__in=quoted))}
    if not askings:
        return None
    if len(askings) > 1:
        lines = [f"{_named(one)}: {personal_url(one.relay_id, person.pk)}" for one in [*askings.values()][:MANY]]
        return "\n".join([_("Pertanyaan itu tentang rilis yang mana? Tanyakan lewat tautannya:"), *lines])
    [asking] = askings.values()
    ask_question(relay=asking.relay, by=person, text=message.text)
    return _("Pertanyaan Anda sudah kami sampaikan. Jawabannya akan datang ke sini.")
