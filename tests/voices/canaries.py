"""Voices with a word of its own in every private field. Wherever one of these words is read, that field leaked."""

import secrets
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jembatan.areas.clock import today
from jembatan.people.models import Person
from jembatan.releases.pictures import reencode
from jembatan.voices import answering, handling, identity, merging, moderating, reporting
from jembatan.voices.intake import Down, Taken
from jembatan.voices.models import Voice
from jembatan.voices.reporter import Reporter
from tests import factories
from tests.voices import voices

LETTERS = "bcdfghjklmnpqrstvwxz"  # no word, no stem


@dataclass(frozen=True)
class Canary:
    """`sealed`: who said it, for nobody's eyes without the second person. Else for those who handle the voice."""

    field: str
    word: str
    voice: Voice | None = None
    sealed: bool = False


@dataclass
class Cage:
    home: voices.House
    canaries: list[Canary] = field(default_factory=list)
    voices: dict[str, Voice] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def word(self, what: str) -> str:
        """A new one; who it belongs to is said once the voice is there."""
        made = "kenari" + "".join(secrets.choice(LETTERS) for _n in range(10))
        self.canaries.append(Canary(what, made))
        return made

    def belong(self, voice: Voice, *sealed: str) -> None:
        self.canaries = [
            Canary(one.field, one.word, one.voice or voice, one.sealed or one.field in sealed) for one in self.canaries
        ]


SEALED = ("name", "address", "carried", "name of an upload", "EXIF")
PUBLIC = ("shown", "at district level")  # everyone may know that they are there


def build() -> Cage:
    """One of each sort of voice, in the district of Dewi and the office of Budi."""
    cage = Cage(voices.house())
    cage.home.budi = _renamed(cage, cage.home.budi, "an officer")
    cage.home.rina = _renamed(cage, cage.home.rina, "a reviewer")
    siti = _renamed(cage, factories.volunteer(factories.group(voices.VILLAGE), name="Siti"), "a volunteer")
    for how, more in _sorts(siti).items():
        _say(cage, how, **more)
    for how in ("shown", "at district level", "hidden again", "merged away"):
        _handle(cage, how)
    for how in ("shown", "at district level", "hidden again"):
        _answer(cage, how)
    cage.canaries += [Canary("code", one.code, one) for how, one in cage.voices.items() if how not in PUBLIC]
    return cage


def _sorts(siti: Person) -> dict[str, dict[str, Any]]:
    return {
        "shown": {"paper": Down(by=siti, group=None, said_on=today())},
        "at district level": {},
        "hidden again": {},
        "merged away": {},
        "not looked at": {},
        "declined": {"declined": True},
        "perhaps spam": {"held": True},
        "confidential": {"confidential": True},
        "about an official": {"about_official": True},
    }


def _renamed(cage: Cage, person: Person, what: str) -> Person:
    person.name = f"Bapak {cage.word(f'name of {what}')}"
    person.save()
    cage.canaries[-1] = Canary(cage.canaries[-1].field, cage.canaries[-1].word)
    return person


def _say(cage: Cage, how: str, **more: Any) -> None:
    people = len(cage.canaries)
    pin = (103 + secrets.randbelow(10**7) / 10**7, -2.5 - secrets.randbelow(10**7) / 10**8)
    received = voices.said(
        text=f"Jalan rusak {cage.word('original')}", place=f"RT 3 dekat {cage.word('place')}", pin=pin,
        photos=(_photo(cage), _photo(cage)),
        reporter=Reporter(
            name=cage.word("name"), channel="email", address=f"{cage.word('address')}@contoh.id",
            carried=cage.word("carried"), proven=True,
        ),
        **more,
    )  # fmt: skip
    voice = received.voice
    names = [Canary("name of a photo", one.file.name.rpartition("/")[2].removesuffix(".jpg"), voice)
             for one in voice.photos.all()]  # fmt: skip
    new = [Canary(one.field, one.word, voice, one.field in SEALED) for one in cage.canaries[people:]]
    pins = [Canary("pin", repr(number).lstrip("-"), voice) for number in pin]
    cage.canaries = [*cage.canaries[:people], *new, *names, *pins]
    cage.voices[how], cage.secrets[how] = voice, received.secret


def _photo(cage: Cage) -> Taken:
    """As a telephone makes it: with a name and a comment that tell."""
    data, exif = BytesIO(), Image.Exif()
    exif[0x010E] = cage.word("EXIF")  # ImageDescription
    Image.new("RGB", (40, 30), "teal").save(data, "JPEG", exif=exif)
    upload = SimpleUploadedFile(f"{cage.word('name of an upload')}.jpg", data.getvalue())
    return Taken(*reencode(upload))


def _handle(cage: Cage, how: str) -> None:
    """Whatever can be said of a voice that everyone may not read."""
    voice, home, first = cage.voices[how], cage.home, len(cage.canaries)
    handling.verify(voice=voice, kind="complaint", topic=home.road, area=voice.area, by=home.dewi, seen=voice.version)
    handling.ask(voice=voice, question=f"Di mana {cage.word('question')}?", by=home.rina, seen=voice.version)
    reporting.tell(voice=voice, text=f"Di {cage.word('told')}")
    handling.note(voice=voice, text=cage.word("internal note"), by=home.rina)
    handling.forward(voice=voice, office=home.works, by=home.rina, seen=voice.version, note=cage.word("note"))
    handling.assign(voice=voice, person=home.budi, by=home.rina, seen=voice.version)
    identity.ask(voice=voice, reason=f"Perlu dihubungi karena {cage.word('reason of an unsealing')}", by=home.budi)
    cage.canaries[first:] = [Canary(one.field, one.word, voice) for one in cage.canaries[first:]]
    if how == "merged away":
        merging.merge(voice=voice, into=cage.voices["shown"], by=home.rina, seen=voice.version)


def _answer(cage: Cage, how: str) -> None:
    """The one that is hidden again was answered while everyone saw it."""
    voice, home, first = cage.voices[how], cage.home, len(cage.canaries)
    voice.refresh_from_db()
    hidden = how == "hidden again"
    text = cage.word("moderated text") if hidden else "Jalan rusak"
    _moderate(cage, voice, "district" if how == "at district level" else "village", text)
    answer = cage.word("answer") if hidden else "Sudah ditambal."
    answering.answer(voice=voice, text=answer, by=home.budi, seen=voice.version)
    if hidden:
        _moderate(cage, voice, "hidden", text)
    cage.canaries[first:] = [Canary(one.field, one.word, voice) for one in cage.canaries[first:]]


def _moderate(cage: Cage, voice: Voice, shown: str, text: str) -> None:
    """The first photo is for everyone: its name is no canary any more."""
    chosen = voice.photos.order_by("pk")[0]
    moderating.decide(
        voice=voice, shown=shown, text=text, by=cage.home.rina, seen=voice.version, photos=[chosen.pk],
        note=cage.word("note of the moderator"),
    )  # fmt: skip
    if shown != "hidden" and text == "Jalan rusak":
        name = chosen.file.name.rpartition("/")[2].removesuffix(".jpg")
        cage.canaries = [one for one in cage.canaries if one.word != name]
