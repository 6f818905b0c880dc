"""What each act sets in a voice of the demo, as in real life; without its permissions and its messages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from jembatan.people.models import Office, Person
from jembatan.releases.models import Release
from jembatan.voices.models import Answer, Pause, Shown, Step, Topic, Voice
from jembatan.voices.workflow import Act, State


@dataclass(slots=True)
class Story:
    """One voice with everything that happened to it, before any of it is saved."""

    voice: Voice
    said: dict[str, Any]  # of the corpus
    of: dict[str, Any]  # its topic there
    topic: Topic
    office: Office
    officer: Person
    coordinator: Person
    random: Random
    steps: list[Step] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def pick(self, name: str) -> Any:
        return self.random.choice(self.said[name])

    def do(self, act: Act, at: datetime) -> None:
        self.step(act, at, **ACTS[act](self, at))

    def step(self, act: Act, at: datetime, **more: Any) -> None:
        voice = self.voice
        voice.version = len(self.steps) + 1
        step = Step(voice=voice, number=voice.version, act=act, state=voice.state, at=at, office=voice.office, **more)
        self.steps.append(step)

    def set(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self.voice, name, value)


More = dict[str, Any]  # fields of the step


def _verify(story: Story, at: datetime) -> More:
    story.set(state=State.VERIFIED, topic=story.topic, verified_on=at.date())
    return {"by": story.coordinator}


def _moderate(story: Story, at: datetime) -> More:
    near = Shown.DISTRICT if story.random.random() < 0.12 else Shown.VILLAGE
    story.set(shown=near, text=story.voice.original, shown_at=at)
    return {"by": story.coordinator}


def _forward(story: Story, at: datetime) -> More:
    story.set(state=State.FORWARDED, office=story.office, verified_on=story.voice.verified_on or at.date())
    return {"by": story.officer if story.voice.about_official else story.coordinator}


def _note(story: Story, _at: datetime) -> More:
    return {"by": story.officer, "internal": story.pick("notes")}


def _pause(story: Story, at: datetime, state: State, reason: str, until: int | None = None) -> None:
    story.set(back_to=story.voice.state, state=state)
    last = at.date() + timedelta(days=until) if until else None
    story.pauses.append(Pause(voice=story.voice, begin=at.date(), until=last, reason=reason))


def _ask(story: Story, at: datetime) -> More:
    _pause(story, at, State.ASKED, "Menunggu jawaban pelapor.")
    return {"by": story.officer, "told": story.pick("questions")}


def _tell(story: Story, at: datetime) -> More:
    story.pauses[-1].end = at.date()
    story.set(state=State(story.voice.back_to), back_to="")
    return {"by_reporter": True, "told": story.pick("told")}


def _postpone(story: Story, at: datetime) -> More:
    reason = story.pick("postponed")
    _pause(story, at, State.POSTPONED, reason, until=70)
    return {"by": story.officer, "public": reason}


def _pass_on(story: Story, _at: datetime) -> More:
    other = story.pick("passed")
    story.set(state=State.PASSED_ON, passed_to=other["to"], lapor_number=f"{story.random.randrange(10**7):07d}")
    return {"by": story.officer, "public": other["text"]}


def _reply(story: Story, at: datetime) -> More:
    story.set(replied_on=at.date())
    return {"by": story.officer, "public": story.pick("replies")}


def _answer(story: Story, at: datetime) -> More:
    voice, text = story.voice, story.random.choice(story.of["answers"])
    release = _clarification(voice.original) if voice.kind == "rumour" else None
    story.set(state=State.ANSWERED, answered_on=at.date(), replied_on=voice.replied_on or at.date())
    story.answers.append(Answer(voice=voice, office=story.office, text=text, at=at, by=story.officer, release=release))
    return {"by": story.officer, "public": text}


def _clarification(text: str) -> Release | None:
    """The published release that clears up this rumour."""
    word = next((one for one in ("tanggul", "bansos", "beras") if one in text.lower()), "tanggul")
    return Release.objects.public().filter(published__title__icontains=word).order_by("pk").first()


def _close(story: Story, at: datetime) -> More:
    helped = True if story.random.random() < 0.6 else None  # else the days passed
    story.set(state=State.CLOSED, ended_on=at.date(), helped=helped)
    return {"by_reporter": bool(helped)}


def _reopen(story: Story, at: datetime) -> More:
    story.set(state=State.FORWARDED, helped=False, answered_on=None, replied_on=None, verified_on=at.date())
    return {"by_reporter": True, "told": story.pick("reopened")}


def _archive(story: Story, at: datetime) -> More:
    story.set(state=State.ARCHIVED, ended_on=at.date())
    return {"by": story.coordinator, "told": story.pick("archived")}


def _overdue(story: Story, _at: datetime) -> More:
    story.set(raised=story.voice.raised + 1)
    return {"public": "Lewat batas waktu; dinaikkan ke atasan."}


ACTS: dict[Act, Callable[[Story, datetime], More]] = {
    Act.VERIFY: _verify,
    Act.MODERATE: _moderate,
    Act.FORWARD: _forward,
    Act.NOTE: _note,
    Act.ASK: _ask,
    Act.TELL: _tell,
    Act.POSTPONE: _postpone,
    Act.PASS_ON: _pass_on,
    Act.REPLY: _reply,
    Act.ANSWER: _answer,
    Act.CLOSE: _close,
    Act.REOPEN: _reopen,
    Act.ARCHIVE: _archive,
    Act.OVERDUE: _overdue,
}
