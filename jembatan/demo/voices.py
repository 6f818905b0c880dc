"""Four hundred voices of invented citizens over sixty days, in every state, with answers."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from jembatan.areas.models import Area
from jembatan.demo.corpus import words_of_voices
from jembatan.demo.staff import SEED, Staff
from jembatan.demo.voice_acts import Story
from jembatan.demo.voice_paths import path_for
from jembatan.voices import codes, due
from jembatan.voices.models import Answer, Entry, Handler, Pause, Rule, Step, Support, Topic, Voice
from jembatan.voices.workflow import Act, State

COUNT, DAYS = 400, 60
OFFICIAL, SECRET = {17, 93, 188, 260, 341}, {44, 151, 302}  # about officials; confidential
CHANNELS = ["web"] * 5 + ["whatsapp", "sms", "paper"]


def say_all(root: Area, staff: Staff, now: datetime) -> None:
    author = Author(root, staff, now)
    stories = [author.story(n) for n in range(COUNT)]
    _save(stories, staff)
    _merge(stories)
    _entries(stories, now)


class Author:
    """Makes them up; the same ones every time."""

    def __init__(self, root: Area, staff: Staff, now: datetime) -> None:
        self.root, self.staff, self.now = root, staff, now
        self.random, self.said = Random(f"{SEED}:voices"), words_of_voices()
        self.villages = list(Area.objects.current().under(self.root.code).villages().order_by("code"))
        self.topics = dict(self._topics())

    def _topics(self) -> Iterator[tuple[str, Topic]]:
        """Each with its live rule."""
        for position, one in enumerate(self.said["topics"]):
            topic = Topic.objects.create(code=one["code"], name=one["name"])
            Rule.objects.create(topic=topic, office=self.staff.officers[one["office"]][0], position=position, live=True)
            yield one["code"], topic

    def story(self, n: int) -> Story:
        of = self.random.choices(
            self.said["topics"], [5 if one["code"] == "jalan" else 2 for one in self.said["topics"]]
        )[0]
        at = self._moment(self.now - timedelta(days=DAYS * (n + 1) / COUNT))
        office, officer = self.staff.officers["Inspektorat" if n in OFFICIAL else of["office"]]
        voice = self._voice(n, of, at)
        voice.office = office if n in OFFICIAL else None
        coordinator = self.staff.coordinators[voice.area.district_code]
        story = Story(voice, self.said, of, self.topics[of["code"]], office, officer, coordinator, self.random)
        self._live(story, at)
        return story

    def _voice(self, n: int, of: dict[str, Any], at: datetime) -> Voice:
        area, random, anonymous = self.random.choice(self.villages), self.random, self.random.random() < 0.35
        midnight = at.replace(hour=17, minute=0, second=0) - timedelta(days=1)  # there, in UTC
        return Voice(
            code="".join(random.choice(codes.LETTERS) for _ in range(codes.CODE)), secret=random.randbytes(32),
            channel=random.choice(CHANNELS), kind=of["kind"], area=area, area_code=area.code, invented=True,
            original=self.said["officials"][n % 5] if n in OFFICIAL else self._text(of), state=State.NEW,
            about_official=n in OFFICIAL, confidential=n in SECRET, anonymous=anonymous,
            received_at=midnight if anonymous else at,
        )  # fmt: skip

    def _text(self, of: dict[str, Any]) -> str:
        places, times, more = (self.random.choice(self.said[name]) for name in ("places", "times", "more"))
        text = self.random.choice(of["said"]).format(tempat=places, waktu=times)
        text = ". ".join(part[:1].upper() + part[1:] for part in text.split(". "))
        return f"{text} {more}" if self.random.random() < 0.6 else text

    def _moment(self, at: datetime) -> datetime:
        """In daylight there, and not after now."""
        day = at.replace(hour=self.random.randint(0, 13), minute=self.random.randint(0, 59), second=0, microsecond=0)
        return min(day, self.now - timedelta(minutes=20))

    def _live(self, story: Story, at: datetime) -> None:
        story.step(Act.RECEIVE, story.voice.received_at, by_reporter=True)
        for act, days in path_for(story.voice, (self.now - at).days, self.random):
            at = min(at + timedelta(days=days, hours=self.random.randint(1, 6)), self.now)
            story.do(act, at)


def _save(stories: list[Story], staff: Staff) -> None:
    voices = Voice.objects.bulk_create([story.voice for story in stories])
    Step.objects.bulk_create(step for story in stories for step in story.steps)
    Pause.objects.bulk_create(pause for story in stories for pause in story.pauses)
    Answer.objects.bulk_create(answer for story in stories for answer in story.answers)
    Handler.objects.bulk_create(
        Handler(voice=story.voice, person=one)
        for story in stories
        for one in (staff.reviewer, staff.second_reviewer, story.officer)
        if story.voice.confidential
    )
    for story in stories:
        due.reckon(story.voice)
        _support(story)
    Voice.objects.bulk_update(voices, ["due_on", "due_for", "answer_due_on", "supporters"], batch_size=200)


def _support(story: Story) -> None:
    """Some have many who say “saya juga”, most have none."""
    voice, random = story.voice, story.random
    if voice.shown_at is None or random.random() < 0.55:
        return
    voice.supporters, day = int(random.paretovariate(1.1)) % 60, voice.shown_at.date()
    rows = (Support(voice=voice, mark=random.randbytes(32), on=day) for _ in range(voice.supporters))
    Support.objects.bulk_create(rows)


def _merge(stories: list[Story]) -> None:
    """Those about the same thing in the same district: the later ones go into the first."""
    seen: dict[tuple[str, int | None], Voice] = {}
    for voice in (story.voice for story in stories):
        if voice.state in (State.VERIFIED, State.FORWARDED) and voice.topic and not voice.raised:
            first = seen.setdefault((voice.area_code[:8], voice.topic_id), voice)
            if first is not voice:
                _into(voice, first)


def _into(voice: Voice, first: Voice) -> None:
    number = voice.version + 1
    Step.objects.create(voice=voice, number=number, act=Act.MERGE, state=State.MERGED, facts={"into": first.pk})
    Voice.objects.filter(pk=voice.pk).update(
        state=State.MERGED, merged_into=first, ended_on=voice.verified_on, version=number, due_on=None, due_for=""
    )
    first.supporters += voice.supporters + 1
    Voice.objects.filter(pk=first.pk).update(supporters=first.supporters)


def _entries(stories: list[Story], now: datetime) -> None:
    """Six answers become questions and answers for everyone."""
    asked = [story for story in stories if story.answers and "?" in story.voice.original and story.voice.topic]
    for story in asked[:6]:
        voice, answer = story.voice, story.answers[0]
        Entry.objects.create(
            question=voice.original.split("?")[0][:190] + "?", text=answer.text, area=voice.area.parent or voice.area,
            topic=voice.topic, office=answer.office, answer=answer, made_by=story.officer,
            expires_on=now.date() + timedelta(days=180),
        )  # fmt: skip
