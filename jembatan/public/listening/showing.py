"""A voice as pages show it: where, when, until when, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jembatan.areas.models import Area
from jembatan.voices.models import Answer, Voice
from jembatan.voices.public import Clock, clocks, day, place


@dataclass(frozen=True, slots=True)
class Shown:
    voice: Voice
    place: Area
    on: date
    clock: Clock
    answer: Answer | None  # the last one


def shown(voices: Iterable[Voice]) -> list[Shown]:
    """Of rows from voices.public.seen; one query for all."""
    rows = list(voices)
    times = clocks(rows)
    return [Shown(row, place(row), day(row.received_at), times[row.pk], last_answer(row)) for row in rows]


def last_answer(voice: Voice) -> Answer | None:
    answers = list(voice.answers.all())  # fetched with the voice, in their order
    return answers[-1] if answers else None
