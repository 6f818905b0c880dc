"""The shapes of public voices. Days, never moments; offices, never people; a place as near as the public may know."""

from datetime import date
from typing import Literal

from ninja import Schema

from jembatan.api.schemas import AreaName, Picture

Kind = Literal["complaint", "aspiration", "question", "information", "formal", "rumour"]
State = Literal[
    "new", "verified", "asked", "postponed", "forwarded", "passed_on", "answered", "closed", "archived", "merged"
]


class Topic(Schema):
    code: str
    name: str


class Office(Schema):
    id: int
    name: str


class Answer(Schema):
    office: Office
    text: str
    on: date


class VoiceSummary(Schema):
    code: str
    url: str
    text: str  # as the moderator shows it
    language: str
    kind: Kind
    state: State
    topic: Topic | None
    place: AreaName  # the village, or its district where the village would tell who it was
    office: Office | None  # that has it now
    received_on: date
    due_on: date | None  # the next thing that is owed; null while it is paused or done
    days_left: int | None  # working days, below zero when late
    answer_due_on: date | None
    answered_on: date | None
    supporters: int
    answer: Answer | None  # the last one


class Voice(VoiceSummary):
    answers: list[Answer]
    photos: list[Picture]
    passed_to: str  # the body outside of this government that has it


class VoicePage(Schema):
    items: list[VoiceSummary]
    next: str | None  # cursor of the next page
    partial: bool  # of a search: more match than were sorted, older ones may be missing


class Step(Schema):
    number: int
    act: str
    label: str  # of the act, in Indonesian
    state: str  # after it
    on: date
    office: Office | None  # that has it after it
    text: str  # what was said to everyone
    due_on: date | None


class History(Schema):
    code: str
    steps: list[Step]  # the oldest first; what only concerns reporter and handlers is left out, so numbers have gaps
