"""Deadlines in working days, and places, as one says them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jembatan.areas.clock import today
from jembatan.areas.models import Area, Level
from jembatan.areas.workdays import Calendar
from jembatan.voices import clock
from jembatan.voices.models import Voice
from jembatan.voices.workflow import State

SOON = 2  # working days
OWED = {
    "verify": gettext_lazy("verifikasi"),
    "first_reply": gettext_lazy("tanggapan awal"),
    "answer": gettext_lazy("jawaban"),
    "follow": gettext_lazy("kabar dari instansi lain"),
}


@dataclass(frozen=True, slots=True)
class Left:
    """`tone`: hot when it is late, warm when it is soon."""

    words: str
    tone: str = ""


def left(voice: Voice, calendar: Calendar) -> Left:
    """`3 hari kerja lagi`; nothing for what owes nothing."""
    if voice.due_on is None:
        return Left(_("jam berhenti")) if voice.state in (State.ASKED, State.POSTPONED) else Left("")
    days = clock.days_left(today(), voice.due_on, calendar)
    if days < 0:
        return Left(_late(-days), "hot")
    if days == 0:
        return Left(_("batasnya hari ini"), "hot")
    return Left(ngettext("%(n)d hari kerja lagi", "%(n)d hari kerja lagi", days) % {"n": days}, _soon(days))


def _late(days: int) -> str:
    return ngettext("terlambat %(n)d hari kerja", "terlambat %(n)d hari kerja", days) % {"n": days}


def _soon(days: int) -> str:
    return "warm" if days <= SOON else ""


def calendar_for(voices: Iterable[Voice]) -> Calendar:
    """For the days around all these deadlines. One query."""
    days = [voice.due_on for voice in voices if voice.due_on] or [today()]
    return Calendar.load(min([*days, today()]), max([*days, today()]))


def owed(voice: Voice) -> str:
    if voice.state == State.VERIFIED:
        return _("disampaikan ke kantor")
    return str(OWED.get(voice.due_for, ""))


def village(area: Area) -> str:
    """`Desa Lumpatan, Kecamatan Sekayu`; only the area where it is no village."""
    if area.level == Level.VILLAGE and area.parent:
        return f"{area.title}, {area.parent.title}"
    return area.title


def day(of: date) -> str:
    return date_format(of, "j F Y")
