"""What the clock does by itself, once a day and safe to run twice."""

from functools import cache

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.areas.workdays import Calendar
from jembatan.people.models import Office
from jembatan.voices import answering, handling, telling
from jembatan.voices.acting import CLOCK, act
from jembatan.voices.limits import limits_on
from jembatan.voices.models import Pause, Voice
from jembatan.voices.workflow import Act, Refused, State


def run() -> dict[str, int]:
    """Everything once; how many voices of each sort."""
    return {"resumed": resume_due(), "closed": close_unanswered(), "overdue": raise_overdue()}


def resume_due() -> int:
    """Postponed until a day that came."""
    due = Pause.objects.filter(end=None, until__lte=today()).values_list("voice_id", flat=True)
    return sum(_tried(handling.resume, voice) for voice in Voice.objects.filter(pk__in=list(due)))


def close_unanswered() -> int:
    """Answered, and the reporter let the working days pass."""
    now = today()
    answered = Voice.objects.filter(state=State.ANSWERED, answered_on__lt=now).order_by("answered_on")
    first = answered.values_list("answered_on", flat=True).first()
    if first is None:
        return 0
    calendar, days = Calendar.load(first, now), cache(lambda day, code: limits_on(day, code)["closes"])

    def over(voice: Voice) -> bool:
        day = voice.answered_on or now
        return calendar.between(day, now) > days(day, voice.area_code)

    late = filter(over, answered)
    return sum(_tried(answering.close, voice) for voice in late)


def _tried(action: object, voice: Voice) -> int:
    """One that changed meanwhile is left to the next day."""
    try:
        action(voice=voice, by=None)  # type: ignore[operator]
        return 1
    except Refused:
        return 0


def raise_overdue() -> int:
    """Each deadline that passed is raised once: everybody can see it, and the history names the office above."""
    late = Voice.objects.filter(due_on__lt=today()).exclude(raised_for=F("due_on"))
    return sum(_raise(voice) for voice in late.select_related("office__area__parent", "area"))


@transaction.atomic
def _raise(voice: Voice) -> int:
    try:
        with act(voice, Act.OVERDUE, by=CLOCK) as doing:
            due = doing.voice.due_on
            doing.voice.raised, doing.voice.raised_for = doing.voice.raised + 1, due
            doing.public = _("Lewat batas waktu; dinaikkan ke atasan.")
            above = _above(doing.voice)
            doing.facts = {"due_on": due.isoformat() if due else "", "above": above.pk if above else None}
    except Refused:
        return 0
    telling.tell(voice, Act.OVERDUE)
    return 1


def _above(voice: Voice) -> Office | None:
    """An office of the nearest area above the one that has it; None at the top: then the root's heads see it."""
    area = (voice.office.area if voice.office else voice.area).parent
    while area:
        found: Office | None = Office.objects.current().filter(area=area).order_by("pk").first()
        if found:
            return found
        area = area.parent
    return None
