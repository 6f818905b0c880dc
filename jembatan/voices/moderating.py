"""What the public sees of a voice: words without names, as near a place as keeps the sender unknown, chosen photos."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.people.models import Person
from jembatan.voices import telling
from jembatan.voices.acting import Doer, act
from jembatan.voices.models import Shown, Voice
from jembatan.voices.models.voice import PUBLIC
from jembatan.voices.workflow import Act, Refused


@transaction.atomic
def decide(
    *, voice: Voice, shown: str, text: str, by: Person, seen: int, photos: Collection[int] = (), note: str = ""
) -> None:
    """The original stays as it is. What is confidential, about officials or declined is never shown."""
    text = text.strip()
    with act(voice, Act.MODERATE, by=Doer(by), seen=seen) as doing:
        row = doing.voice
        if shown in PUBLIC:
            _showable(row, text)
            row.shown_at = row.shown_at or timezone.now()
        row.shown, row.text = Shown(shown), text
        row.photos.update(public=False)
        row.photos.filter(pk__in=photos).update(public=shown in PUBLIC)
        doing.internal, doing.facts = note.strip(), {"shown": shown, "photos": len(photos)}
    telling.tell_area(voice)  # what was answered before it could be read


def _showable(voice: Voice, text: str) -> None:
    if voice.about_official or voice.confidential:
        raise Refused(_("Laporan rahasia atau tentang petugas tidak boleh ditampilkan."))
    if voice.declined:
        raise Refused(_("Pelapor tidak ingin laporannya ditampilkan."))
    if not text:
        raise Refused(_("Tuliskan teks yang akan dibaca umum, tanpa nama orang."))
