"""Confirming without opening a page: a button, a code as "OK 12 MASJID 80", or the word "sudah".

A volunteer's word counts for the message that it quotes, or else for the only release that waits for them; where
neither says which, we ask. Any other answer to a release is a question about it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from django.utils import translation
from django.utils.translation import gettext as _

from jembatan.messages.inbound import Message
from jembatan.messages.models import Attempt, Delivery
from jembatan.people.models import Person
from jembatan.relays import hops
from jembatan.relays.links import live_askings
from jembatan.relays.models import Asking, Place, State
from jembatan.relays.publishing import MESSAGE_KINDS
from jembatan.relays.questions import ask_question
from jembatan.releases.workflow import Refused
from jembatan.releases.workflow import State as ReleaseState

DONE = re.compile(
    r"\W*(?:ok|oke|okay|sudah|sdh|udah|selesai|done|siap)\b[\s,.:]*(?:(?P<number>\d{1,9})(?P<letter>[a-z]?)\b)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
BUTTON = re.compile(r"sudah:(\d{1,18})(?::(\w+))?")
WORDS: dict[str, Place] = {
    "wa": Place.WHATSAPP, "whatsapp": Place.WHATSAPP, "grup": Place.WHATSAPP,
    "papan": Place.BOARD, "mading": Place.BOARD,
    "masjid": Place.LOUDSPEAKER, "toa": Place.LOUDSPEAKER, "mesjid": Place.LOUDSPEAKER,
    "rapat": Place.MEETING, "musyawarah": Place.MEETING, "pertemuan": Place.MEETING,
    "radio": Place.RADIO,
    "tatap": Place.FACE, "langsung": Place.FACE, "lisan": Place.FACE,
}  # fmt: skip
MANY = 5  # releases that are named when we ask which


@dataclass(frozen=True, slots=True)
class Claim:
    """What a volunteer says in a few letters."""

    release: int | None
    letter: str  # of the village, where one release waits for several
    places: list[str]
    people: int | None


def read(text: str) -> Claim | None:
    """None when it says no such thing: "sudah" and up to six words that name places and a number."""
    if not (said := DONE.fullmatch(text)):
        return None
    words = re.findall(r"\w+", said["rest"].lower())
    unknown = [
        word for word in words if word not in WORDS and not word.isdecimal() and word not in {"di", "ke", "orang"}
    ]
    if unknown or len(words) > 8:
        return None
    people = next((int(word) for word in words if word.isdecimal() and len(word) <= 6), None)
    places = list(dict.fromkeys(str(WORDS[word]) for word in words if word in WORDS))
    return Claim(int(said["number"]) if said["number"] else None, (said["letter"] or "").upper(), places, people)


def take(message: Message) -> str | None:
    """A Taker: what was confirmed or asked, in one sentence; None when it is about no release."""
    person = message.contact.recipient.person if message.contact else None
    if person is None or not person.is_active:
        return None
    with translation.override("id"):
        try:
            return _take(message, person)
        except Refused as refused:
            return str(refused)


def _take(message: Message, person: Person) -> str | None:
    if pressed := BUTTON.fullmatch(message.row.button):
        places = [pressed[2]] if pressed[2] in Place.values else []
        return _confirm(message, person, _askings(person, relay=int(pressed[1])), Claim(None, "", places, None))
    quoted = _quoted(message)
    if claim := read(message.text):
        return _claimed(message, person, claim, quoted)
    return _question(message, person, quoted) if quoted and message.text.strip() else None


def _claimed(message: Message, person: Person, claim: Claim, quoted: int | None) -> str | None:
    """The release that is named, else the quoted one, else the only one that waits."""
    release = claim.release or quoted
    if release:
        return _confirm(message, person, _letter(_askings(person, release=release), claim.letter), claim)
    waiting = _waiting(_askings(person))
    if len({asking.relay.release_id for asking in waiting}) > 1:
        return _which(waiting)
    return _confirm(message, person, waiting, claim)


def _askings(person: Person, **of: int) -> list[Asking]:
    """What this person was asked, of published releases, by village code."""
    wanted = {f"relay__{'release' if name == 'release' else 'pk'}": value for name, value in of.items()}
    rows = live_askings().filter(person=person, relay__release__state=ReleaseState.PUBLISHED, **wanted)
    return list(
        rows.select_related("relay__release__published", "relay__area").order_by("-relay__release", "relay__code")
    )


def _waiting(askings: Iterable[Asking]) -> list[Asking]:
    return [asking for asking in askings if asking.relay.state < State.RELAYED]


def _letter(askings: list[Asking], letter: str) -> list[Asking]:
    """The village that the letter names: A is the first by code."""
    place = ascii_uppercase.find(letter) if letter else -1
    return askings[place : place + 1] if place >= 0 else askings


def _confirm(message: Message, person: Person, askings: Sequence[Asking], claim: Claim) -> str | None:
    if not askings:
        return _("Tidak ada rilis yang menunggu Anda sekarang. Terima kasih.")
    open_ones = _waiting(askings) or list(askings)
    if len(open_ones) > 1:
        return _which(open_ones)
    [asking] = open_ones
    relay = asking.relay
    hops.relayed(
        relay=relay,
        by=person,
        places=claim.places,
        people=claim.people,
        version=relay.asked_version,
        at=message.row.at,
    )
    values = {"village": relay.area.title, "title": relay.release.text.title}
    return _("Terima kasih! “%(title)s” tercatat sudah diteruskan di %(village)s.") % values


def _which(askings: Sequence[Asking]) -> str:
    """Ask; each with the code that answers."""
    lines = [_("Yang mana yang sudah diteruskan? Balas dengan kodenya:")]
    lines += [
        f"OK {code(asking, askings)} = {asking.relay.release.text.title} ({asking.relay.area.title})"
        for asking in askings[:MANY]
    ]
    return "\n".join(lines)


def code(asking: Asking, among: Sequence[Asking]) -> str:
    """The release's number, with a letter for the village where it is asked for several."""
    same = [one for one in among if one.relay.release_id == asking.relay.release_id]
    letter = ascii_uppercase[same.index(asking) % 26] if len(same) > 1 else ""
    return f"{asking.relay.release_id}{letter}"


def _quoted(message: Message) -> int | None:
    """The release that the quoted message, or the only release message that they ever got here, is about."""
    if not message.row.in_reply_to:
        return None
    tried = Attempt.objects.filter(channel=message.row.channel, provider_id=message.row.in_reply_to)
    ids = tried.values_list("delivery_id", flat=True)[:5]
    found = Delivery.objects.filter(pk__in=list(ids), dispatch__kind__in=MESSAGE_KINDS)
    return found.values_list("dispatch__subject_id", flat=True).first()


def _question(message: Message, person: Person, release: int) -> str | None:
    askings = _askings(person, release=release)
    if not askings:
        return None
    ask_question(relay=askings[0].relay, by=person, text=message.text)
    return _("Pertanyaan Anda sudah kami sampaikan. Jawabannya akan datang ke sini.")
