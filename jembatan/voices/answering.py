"""An office answers."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.people.models import Person
from jembatan.releases.models import Release
from jembatan.voices import telling
from jembatan.voices.acting import CLOCK, Doer, act
from jembatan.voices.models import Answer, AnswerFile, Kind, Voice
from jembatan.voices.reporting import again
from jembatan.voices.workflow import Act, Refused

LONGEST = 10_000  # characters


def _fit(text: str) -> str:
    if not (text := text.strip()) or len(text) > LONGEST:
        raise Refused(_("Tuliskan tanggapannya, paling banyak 10.000 huruf."))
    return text


@transaction.atomic
def reply(*, voice: Voice, text: str, by: Person, seen: int) -> None:
    """A first word, before the answer is there."""
    text = _fit(text)
    with act(voice, Act.REPLY, by=Doer(by), seen=seen) as doing:
        doing.voice.replied_on = doing.voice.replied_on or today()
        doing.public = text
    telling.tell(voice, Act.REPLY)


@transaction.atomic
def answer(
    *,
    voice: Voice,
    text: str,
    by: Person,
    seen: int,
    files: Sequence[AnswerFile] = (),
    release: Release | None = None,
) -> Answer:
    """The office's reply; `files` are unsaved. A rumour is answered with a published release that clarifies it."""
    text = _fit(text)
    with act(voice, Act.ANSWER, by=Doer(by), seen=seen) as doing:
        _clarified(doing.voice, release)
        office = doing.voice.office
        if office is None:
            raise Refused(_("Sampaikan dulu ke kantor yang menjawab."))
        doing.voice.replied_on = doing.voice.replied_on or today()
        doing.voice.answered_on = today()
        made = Answer.objects.create(voice=doing.voice, office=office, text=text, release=release, by=by)
        for file in files:
            file.answer = made
            file.save()
        doing.public, doing.facts = text, {"answer": made.pk, "release": release.pk if release else None}
    telling.tell(voice, Act.ANSWER)
    return made


def _clarified(voice: Voice, release: Release | None) -> None:
    if voice.kind == Kind.RUMOUR and (release is None or release.published_at is None):
        raise Refused(_("Kabar yang perlu dicek dijawab dengan rilis klarifikasi yang sudah terbit. Pilih rilisnya."))


def close(*, voice: Voice, by: Person | None, seen: int | None = None) -> None:
    """By a handler; `by=None`: the reporter let the days pass."""
    with act(voice, Act.CLOSE, by=Doer(by) if by else CLOCK, seen=seen) as doing:
        doing.voice.ended_on = today()


def reopen(*, voice: Voice, why: str, by: Person, seen: int) -> None:
    with act(voice, Act.REOPEN, by=Doer(by), seen=seen) as doing:
        again(doing.voice)
        doing.internal = why.strip()
