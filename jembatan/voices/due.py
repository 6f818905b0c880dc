"""Who owes what until when: the fields of a voice that the clock fills. The rules of days are in `clock`."""

from datetime import date, timedelta

from jembatan.areas.clock import site_zone, today
from jembatan.areas.workdays import Calendar
from jembatan.voices import clock
from jembatan.voices.limits import limits_on
from jembatan.voices.models import Voice
from jembatan.voices.workflow import State

AHEAD = timedelta(days=200)  # beyond the longest deadline and every pause


def received_on(voice: Voice) -> date:
    return voice.received_at.astimezone(site_zone()).date()


def reckon(voice: Voice) -> None:
    """Fill `due_on`, `due_for` and `answer_due_on` from where the voice stands now. Nothing is saved."""
    start, now = received_on(voice), today()
    calendar = Calendar.load(start - timedelta(days=1), max(now, start) + AHEAD)
    days = limits_on(start, voice.area)
    pauses = list(voice.pauses.order_by("begin").values_list("begin", "end")) if voice.pk else []
    answer_from = voice.verified_on or calendar.add(start, days["verify"])
    voice.answer_due_on = clock.deadline(answer_from, _answer_days(voice, days), calendar, pauses)
    voice.due_on, voice.due_for = _next(voice, days, calendar, pauses)


def _answer_days(voice: Voice, days: dict[str, int]) -> int:
    name = clock.answer_limit(voice.kind, field_check=voice.field_check)
    return days[name] + (days["formal_extension"] if voice.extended and name == "formal" else 0)


def _next(
    voice: Voice, days: dict[str, int], calendar: Calendar, pauses: list[tuple[date, date | None]]
) -> tuple[date | None, str]:
    if voice.state in (State.NEW, State.VERIFIED):
        return clock.deadline(received_on(voice), days["verify"], calendar, pauses), "verify"
    if voice.state == State.PASSED_ON:
        return voice.answer_due_on, "follow"
    if voice.state != State.FORWARDED:
        return None, ""
    if voice.replied_on is None:
        first = clock.deadline(voice.verified_on or today(), days["first_reply"], calendar, pauses)
        if first and voice.answer_due_on and first < voice.answer_due_on:
            return first, "first_reply"
    return voice.answer_due_on, "answer"
