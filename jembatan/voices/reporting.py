"""What whoever has the secret can do with their voice."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.voices import codes, officers, telling
from jembatan.voices.acting import REPORTING, act
from jembatan.voices.handling import resume_into
from jembatan.voices.intake import LONGEST, MOST_PHOTOS, Taken
from jembatan.voices.models import Photo, Shown, Voice
from jembatan.voices.workflow import Act, Refused, State

ALL_PHOTOS = 15  # of one voice, with what was added later


def find(code: str, secret: str) -> Voice | None:
    """The voice of this code, if the secret is its own. The same time is spent whether there is one or not."""
    rows = Voice.objects.select_related("area__parent", "office", "topic", "merged_into")
    return rows.filter(secret=codes.hide(secret), code=codes.tidy(code)).first()


@transaction.atomic
def tell(*, voice: Voice, text: str, photos: Sequence[Taken] = ()) -> None:
    """Add something, or answer what the office asked: then the clock goes on."""
    text = text.strip()
    if not (text or photos) or len(text) > LONGEST:
        raise Refused(_("Tuliskan keterangan Anda, paling banyak 5.000 huruf."))
    with act(voice, Act.TELL, by=REPORTING) as doing:
        doing.told, doing.facts = text, {"photos": len(photos)}
        _keep(doing.voice, photos)
        if doing.voice.state == State.ASKED:
            doing.state = resume_into(doing.voice)
    officers.call(voice)


def _keep(voice: Voice, photos: Sequence[Taken]) -> None:
    """With the step that is being taken."""
    if len(photos) > MOST_PHOTOS or voice.photos.count() + len(photos) > ALL_PHOTOS:
        raise Refused(_("Paling banyak 5 foto setiap kali, dan 15 foto untuk satu laporan."))
    for photo in photos:
        Photo.objects.create(
            voice=voice, file=photo.file, width=photo.width, height=photo.height, step=voice.version + 1
        )


@transaction.atomic
def close(*, voice: Voice, helped: bool) -> None:
    """The reporter says whether the answer helped; a yes closes it."""
    if not helped:
        raise Refused(_("Buka lagi laporan ini dan tuliskan apa yang belum terjawab."))
    with act(voice, Act.CLOSE, by=REPORTING) as doing:
        doing.voice.helped, doing.voice.ended_on = True, today()
    telling.tell(voice, Act.CLOSE)


@transaction.atomic
def reopen(*, voice: Voice, why: str) -> None:
    """It did not help. The office that answered has it again, and its clock begins anew."""
    if not why.strip():
        raise Refused(_("Tuliskan apa yang belum terjawab."))
    with act(voice, Act.REOPEN, by=REPORTING) as doing:
        doing.voice.helped = False
        again(doing.voice)
        doing.told = why.strip()[:LONGEST]
    officers.call(voice)


def again(voice: Voice) -> None:
    """As if it came to the office today."""
    voice.answered_on = voice.ended_on = voice.replied_on = None
    voice.verified_on = today()


def split(*, voice: Voice, why: str) -> None:
    """The reporter objects: theirs is not the same as the one that it was merged into."""
    with act(voice, Act.SPLIT, by=REPORTING) as doing:
        leave(doing.voice)
        doing.told = why.strip()[:LONGEST]


def leave(voice: Voice) -> None:
    """Take a merged voice, and those who said "saya juga" to it, out of the other one again."""
    Voice.objects.filter(pk=voice.merged_into_id or 0).update(supporters=F("supporters") - voice.supporters - 1)
    voice.merged_into, voice.ended_on = None, None


def decline(*, voice: Voice) -> None:
    """Not to be shown to the public any more, or ever."""
    with act(voice, Act.DECLINE, by=REPORTING) as doing:
        doing.voice.declined, doing.voice.shown = True, Shown.HIDDEN
        doing.voice.photos.update(public=False)
