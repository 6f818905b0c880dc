"""What happened to a voice, for its handlers: with their notes and names. The reporter has no name here."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jembatan.voices.models import Step, Voice
from jembatan.voices.workflow import Act

QUIET = {Act.NOTE, Act.PRIORITISE, Act.ASSIGN, Act.CLASSIFY, Act.MODERATE}  # of the handlers' own work


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    by: str
    at: Any
    day_only: bool
    public: str
    told: str
    internal: str
    quiet: bool


def history(voice: Voice) -> list[Entry]:
    """The latest first. One query."""
    steps = voice.steps.select_related("by", "office").order_by("-number")
    return [_entry(step, voice) for step in steps]


def last(voice: Voice) -> Entry | None:
    step = voice.steps.select_related("by", "office").order_by("-number").first()
    return _entry(step, voice) if step else None


def _entry(step: Step, voice: Voice) -> Entry:
    title = step.get_act_display()
    if step.act in (Act.FORWARD, Act.RAISE) and step.office:
        title = f"{title}: {step.office.name}"
    return Entry(
        title, _who(step), step.at, step.by_reporter and voice.anonymous, step.public, step.told, step.internal,
        step.act in QUIET,
    )  # fmt: skip


def _who(step: Step) -> str:
    return step.by.name if step.by else _("pelapor") if step.by_reporter else _("sistem")
