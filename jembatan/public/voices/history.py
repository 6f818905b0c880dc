"""What the reporter sees of their voice: the same as everyone, and what was said between them and the handlers.

Days, never times; offices, never persons.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from jembatan.areas.clock import site_zone, today
from jembatan.areas.workdays import Calendar
from jembatan.people.models import Grant
from jembatan.voices import clock
from jembatan.voices.models import AnswerFile, Photo, Step, Unsealing, Voice
from jembatan.voices.workflow import Act

WITHIN = (Act.NOTE, Act.ASSIGN, Act.PRIORITISE)  # between handlers
MINE: dict[str, Any] = {
    Act.RECEIVE: _("Laporan Anda kami terima"),
    Act.TELL: _("Anda menambahkan keterangan"),
    Act.DECLINE: _("Anda meminta agar laporan ini tidak ditampilkan"),
    Act.CLOSE: _("Anda menutup laporan ini: jawabannya membantu"),
    Act.REOPEN: _("Anda membuka lagi laporan ini"),
    Act.SPLIT: _("Anda memisahkan laporan ini"),
}
OWED: dict[str, Any] = {
    "verify": _("Diperiksa dan disampaikan ke kantor yang berwenang"),
    "first_reply": _("Tanggapan awal"),
    "answer": _("Jawaban"),
    "follow": _("Kabar dari instansi lain"),
}


@dataclass(frozen=True, slots=True)
class Row:
    step: Step
    title: str
    day: date
    photos: list[Photo]
    files: list[AnswerFile]


def rows(voice: Voice) -> list[Row]:
    """The oldest first. Three queries, whatever the number of steps."""
    steps = voice.steps.exclude(act__in=WITHIN).select_related("office").order_by("number")
    photos, files = _by(voice.photos.order_by("pk"), "step"), _by(_files(voice), "answer_id")
    return [
        Row(one, _title(one), one.at.astimezone(site_zone()).date(), photos[one.number], files[one.facts.get("answer")])
        for one in steps
    ]


def _by(found: Iterable[Any], name: str) -> dict[Any, list[Any]]:
    sorted_out: dict[Any, list[Any]] = defaultdict(list)
    for one in found:
        sorted_out[getattr(one, name)].append(one)
    return sorted_out


def _files(voice: Voice) -> Iterable[AnswerFile]:
    return AnswerFile.objects.filter(answer__voice=voice).order_by("pk")


def _title(step: Step) -> str:
    return str(MINE.get(step.act) or step.get_act_display()) if step.by_reporter else step.get_act_display()


def days_left(voice: Voice) -> int | None:
    """Working days until the next deadline; below zero once it is over."""
    now = today()
    if voice.due_on is None:
        return None
    calendar = Calendar.load(min(now, voice.due_on) - timedelta(days=1), max(now, voice.due_on))
    return clock.days_left(now, voice.due_on, calendar)


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody wanted to see who it was."""

    row: Unsealing
    who: str  # the office, or the area whose desk it was


def looks(voice: Voice) -> list[Look]:
    """The newest first; two queries."""
    found = list(voice.unsealings.order_by("-asked_at", "-pk"))
    asked = {one.asked_by_id for one in found}
    grants = Grant.objects.current().filter(person__in=asked).select_related("office", "area").order_by("pk")
    offices = {grant.person_id: str(grant.office or grant.area.title) for grant in grants} if found else {}
    return [Look(one, offices.get(one.asked_by_id, "")) for one in found]
