"""The demo's voices: as many, in as many states, as the pages promise; and they go with the demo."""

from collections import Counter

import pytest

from jembatan.demo import load, removal
from jembatan.voices.models import Answer, Entry, Rule, Step, Topic, Voice
from jembatan.voices.workflow import State

pytestmark = pytest.mark.django_db


def test_four_hundred_voices_in_every_state_and_none_is_left_after_removal() -> None:
    load.load()

    states = Counter(Voice.objects.values_list("state", flat=True))
    answered = Voice.objects.filter(state__in=[State.ANSWERED, State.CLOSED])
    assert (sum(states.values()), set(states)) == (400, set(State) - {State.HELD})
    assert min(states.values()) >= 3
    assert (answered.count() > 150, answered.filter(answers=None).count(), Entry.objects.count()) == (True, 0, 6)
    assert _unlike_their_history() == []

    removal.remove()
    assert [model.objects.count() for model in (Voice, Step, Answer, Entry, Rule, Topic)] == [0] * 6


def _unlike_their_history() -> list[str]:
    """Voices whose state, version or order of times their steps do not bear out."""
    wrong = []
    for voice in Voice.objects.prefetch_related("steps"):
        steps = sorted(voice.steps.all(), key=lambda step: step.number)
        times = [step.at for step in steps]
        if (steps[-1].number, steps[-1].state, sorted(times)) != (voice.version, voice.state, times):
            wrong.append(voice.code)
    return wrong
