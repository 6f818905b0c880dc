"""What everyone may see of voices: lists, newest first, and one with its history. Nothing else of them leaves here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Left

from jembatan.areas.clock import site_zone, today
from jembatan.areas.models import NATION, Area, Boundary, Level, level_of
from jembatan.areas.workdays import Calendar
from jembatan.voices.clock import days_left
from jembatan.voices.models import Answer, Photo, Shown, Step, Voice
from jembatan.voices.workflow import OPEN, PAUSED, Act, State

PAGE = 20
# All that is ever loaded of a public voice: not the original, the place in words, the pin, the secret.
SEEN = (
    "code", "kind", "topic", "state", "language", "text", "area", "shown", "shown_at", "office", "passed_to",
    "received_at", "verified_on", "replied_on", "answered_on", "ended_on", "due_on", "due_for", "answer_due_on",
    "raised", "supporters",
)  # fmt: skip
# What happened, as everyone reads it. What its reporter added and what handlers noted, chose or corrected is theirs.
TOLD = (
    Act.RECEIVE, Act.VERIFY, Act.FORWARD, Act.RAISE, Act.ASK, Act.POSTPONE, Act.RESUME, Act.PASS_ON, Act.FOLLOW,
    Act.REPLY, Act.ANSWER, Act.CLOSE, Act.REOPEN, Act.ARCHIVE, Act.RESTORE, Act.MERGE, Act.SPLIT, Act.OVERDUE,
)  # fmt: skip
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"(\d{1,16})-([0-9A-Z]{8})", re.ASCII)


class BadCursor(ValueError):
    """A cursor that was not made here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which voices; what is empty fits everything. `area` is a code and means its whole subtree."""

    area: str = ""
    topic: int | None = None
    office: int | None = None
    state: str = ""
    kind: str = ""


def seen() -> QuerySet[Voice]:
    """Public voices with everything that is shown of them, for pages and machines alike."""
    answers = Prefetch("answers", Answer.objects.select_related("office").order_by("pk"))
    photos = Prefetch("photos", Photo.objects.filter(public=True).order_by("pk"))
    rows = Voice.objects.public().only(*SEEN).select_related("area__parent__parent", "topic", "office")
    return rows.prefetch_related(answers, photos)


def narrowed(rows: QuerySet[Voice], wanted: Wanted) -> QuerySet[Voice]:
    if wanted.area and wanted.area != NATION:
        rows = lying_in(rows, wanted.area)
    same = {"topic": wanted.topic, "office": wanted.office, "state": wanted.state, "kind": wanted.kind}
    return rows.filter(**{name: value for name, value in same.items() if value})


def lying_in(rows: QuerySet[Voice], code: str) -> QuerySet[Voice]:
    """In this area. One that is shown at district level is in no village: else asking for each would tell which."""
    if level_of(code) == Level.VILLAGE:
        return rows.filter(area_code=code, shown=Shown.VILLAGE)
    return rows.alias(part=Left("area_code", len(code))).filter(part=code)  # codes of one level are equally long


def newest(wanted: Wanted, *, cursor: str = "", size: int = PAGE) -> tuple[list[Voice], str]:
    """A page of them, and the cursor of the next one ("" on the last). Raises BadCursor."""
    rows = narrowed(seen(), wanted).order_by("-shown_at", "-code")
    return cut(list(rows.filter(after(cursor))[: size + 1]), size)


def cut(found: list[Voice], size: int) -> tuple[list[Voice], str]:
    """What fits on the page, and the cursor behind it where there is more."""
    return found[:size], cursor_after(found[size - 1]) if len(found) > size else ""


def cursor_after(voice: Voice) -> str:
    """Microseconds since 1970 at which it was shown, and its code: no number of a row."""
    return f"{((voice.shown_at or _EPOCH) - _EPOCH) // timedelta(microseconds=1)}-{voice.code}"


def after(cursor: str) -> Q:
    if not cursor:
        return Q()
    found = _CURSOR.fullmatch(cursor)
    if not found:
        raise BadCursor(cursor)
    at = _EPOCH + timedelta(microseconds=int(found[1]))
    return Q(shown_at__lte=at) & (Q(shown_at__lt=at) | Q(code__lt=found[2]))


def history(voice: Voice) -> list[Step]:
    """Who did it is not loaded, nor what only the reporter or the handlers read."""
    rows = voice.steps.filter(act__in=TOLD).select_related("office").order_by("number")
    return list(rows.only("voice", "number", "act", "state", "at", "office", "public", "due_on"))


def answered_in(area: Area, size: int) -> list[Voice]:
    """The newest answered ones of a place."""
    rows = narrowed(seen(), Wanted(area=area.code)).filter(state__in=(State.ANSWERED, State.CLOSED))
    return list(rows.order_by("-shown_at", "-code")[:size])


def place(voice: Voice) -> Area:
    """As near as the public may know."""
    area = voice.area
    return area.parent if voice.shown == Shown.DISTRICT and area.level == Level.VILLAGE and area.parent else area


def middles(voices: Iterable[Voice]) -> dict[int, Boundary]:
    """By the number of the shown place: a point inside of it, where its boundary is known. Never what was pinned."""
    found = Boundary.objects.filter(area__in={place(voice).pk for voice in voices}).defer("geometry")
    return {one.area_id: one for one in found}


def day(moment: datetime) -> date:
    """Of a moment only the day is public: a minute could tell who was seen writing."""
    return moment.astimezone(site_zone()).date()


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the days of a voice stand: running, late, paused or done. `left`: working days, below zero when late."""

    how: str
    due_on: date | None = None
    left: int | None = None

    @classmethod
    def of(cls, voice: Voice, calendar: Calendar, now: date) -> Self:
        if voice.state not in OPEN:
            return cls("done")
        if voice.state in PAUSED or voice.due_on is None:
            return cls("paused")
        left = days_left(now, voice.due_on, calendar)
        return cls("late" if left < 0 else "running", voice.due_on, left)


def clocks(voices: Iterable[Voice]) -> dict[int, Clock]:
    """Of all of them with one question for the days off."""
    rows, now = list(voices), today()
    days = [row.due_on for row in rows if row.due_on and row.state in OPEN] + [now]
    calendar = Calendar.load(min(days), max(days))
    return {row.pk: Clock.of(row, calendar, now) for row in rows}
