"""An answer that helps others too becomes a question and its answer for everyone, until a day."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.audit.actions import record
from jembatan.people.models import Person
from jembatan.voices.acting import holds
from jembatan.voices.models import Answer, Entry
from jembatan.voices.models.voice import PUBLIC
from jembatan.voices.workflow import Refused


@transaction.atomic
def make(*, answer: Answer, question: str, text: str, area: Area, expires_on: date, by: Person) -> Entry:
    """In words of the office: nothing of the voice comes along by itself. Raises Refused."""
    voice = answer.voice
    if not holds(by, voice) or voice.shown not in PUBLIC:
        raise Refused(_("Hanya jawaban atas laporan yang tampil untuk umum yang bisa menjadi tanya jawab."))
    if not question.strip() or not text.strip():
        raise Refused(_("Tuliskan pertanyaan dan jawabannya."))
    if expires_on <= today():
        raise Refused(_("Pilih tanggal sesudah hari ini."))
    try:
        with transaction.atomic():
            made = Entry.objects.create(
                question=question.strip()[:200], text=text.strip(), area=area, topic=voice.topic, office=answer.office,
                answer=answer, expires_on=expires_on, made_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("Jawaban ini sudah menjadi tanya jawab.")) from None
    record("voice.entry_made", voice, by=by, area=area.code, entry=made.pk, answer=answer.pk)
    return made
