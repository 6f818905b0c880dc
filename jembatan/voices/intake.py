"""A voice comes in: kept whole at once, with its photos, or not at all."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.audit.actions import record
from jembatan.people.models import Group, Office, Person
from jembatan.voices import calling_back, codes, due, identity, kinds, telling
from jembatan.voices.acting import REPORTING, Doing, day_begins, write_step
from jembatan.voices.models import Handler, Paper, Photo, Voice
from jembatan.voices.named import first_handlers
from jembatan.voices.reporter import Reporter
from jembatan.voices.workflow import Act, Refused, State

LONGEST = 5_000  # characters
MOST_PHOTOS = 5
CONSENT = "kertas-1"  # version of the sentence that a volunteer reads out


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo that was re-encoded (releases.pictures.reencode)."""

    file: "ContentFile[bytes]"
    width: int
    height: int
    client_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Down:
    """Who took it down on paper, and when it was said."""

    by: Person
    group: Group | None
    said_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that comes in with a voice. `area` is the village, or higher where they did not know it."""

    text: str
    area: Area
    channel: str = "web"
    place: str = ""
    pin: tuple[float, float] | None = None  # longitude, latitude
    about_official: bool = False
    confidential: bool = False
    anonymous: bool = False
    declined: bool = False  # not to be shown to the public
    held: bool = False  # perhaps spam: a person looks first
    language: str = "id"
    reporter: Reporter = field(default_factory=Reporter)
    photos: tuple[Taken, ...] = ()
    paper: Down | None = None
    client_id: UUID | None = None
    secret: str = ""  # made on the device; else made here


@dataclass(frozen=True, slots=True)
class Received:
    """`secret` is shown once; it is "" when the same form came before."""

    voice: Voice
    secret: str


def receive(said: Said) -> Received:
    """Take it in. The same `client_id` again gives the first one. Raises Refused with a sentence."""
    _fit(said)
    secret = said.secret or codes.new_secret()
    try:
        with transaction.atomic():
            return Received(_create(said, secret), secret)
    except IntegrityError:
        if before := _before(said):  # sent twice, or at the same moment
            return Received(before, said.secret)
        raise


def _fit(said: Said) -> None:
    if not said.text.strip():
        raise Refused(_("Tuliskan dulu apa yang ingin Anda sampaikan."))
    if len(said.text) > LONGEST:
        raise Refused(_("Tulisan terlalu panjang. Ringkas menjadi paling banyak 5.000 huruf."))
    if len(said.photos) > MOST_PHOTOS:
        raise Refused(_("Paling banyak 5 foto."))


def _before(said: Said) -> Voice | None:
    return Voice.objects.filter(client_id=said.client_id).first() if said.client_id else None


def _create(said: Said, secret: str) -> Voice:
    voice = Voice(
        code=codes.new_code(), secret=codes.hide(secret), client_id=said.client_id, channel=said.channel,
        language=said.language, kind=kinds.guess(said.text), state=State.HELD if said.held else State.NEW,
        original=said.text.strip(), area=said.area, area_code=said.area.code, place=said.place.strip()[:200],
        longitude=said.pin[0] if said.pin else None, latitude=said.pin[1] if said.pin else None,
        about_official=said.about_official, confidential=said.confidential, anonymous=said.anonymous,
        declined=said.declined, office=_inspectorate() if said.about_official else None,
        received_at=day_begins() if said.anonymous else timezone.now(),
    )  # fmt: skip
    due.reckon(voice)
    voice.save()
    _keep(voice, said)
    write_step(Doing(voice), Act.RECEIVE, REPORTING)
    by, at = said.paper.by if said.paper else None, voice.received_at if said.anonymous else None
    record("voice.received", voice, by=by, area=voice.area_code, at=at, channel=voice.channel, photos=len(said.photos))
    return voice


def _keep(voice: Voice, said: Said) -> None:
    for photo in said.photos:
        Photo.objects.create(
            voice=voice, file=photo.file, width=photo.width, height=photo.height, client_id=photo.client_id
        )
    if not said.anonymous:
        identity.seal_reporter(voice, said.reporter)
    if said.paper:
        Paper.objects.create(voice=voice, taken_by=said.paper.by, group=said.paper.group,
                             said_on=said.paper.said_on, consent=CONSENT)  # fmt: skip
        telling.follow_as_volunteer(voice, said.paper.by)
        if said.reporter.address and not said.anonymous:
            calling_back.draw(voice)
    if said.confidential:
        Handler.objects.bulk_create(Handler(voice=voice, person=one) for one in first_handlers(voice))


def _inspectorate() -> Office | None:
    """The office that looks into officials. None while the installation has none: then nobody but admins counts it."""
    return Office.objects.current().filter(inspects=True, valid_from__lte=today()).order_by("pk").first()
