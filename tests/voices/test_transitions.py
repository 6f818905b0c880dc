"""Every state, every act, every role: what may be done is done, everything else changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.forms.models import model_to_dict

from jembatan.areas.clock import today
from jembatan.audit.models import Entry
from jembatan.people.roles import Role
from jembatan.voices.acting import CLOCK, REPORTING, Doer, act
from jembatan.voices.models import Pause, Step, Voice
from jembatan.voices.workflow import MOVES, Act, Refused, State
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db

DESK = {"coordinator", "reviewer"}
OFFICE = {"officer"}
BOTH = DESK | OFFICE
WITH_US = "new verified forwarded"

# Act: who may do it, from which states, and where that leads ("=": the state stays, "<": back to before the pause).
TABLE: dict[str, tuple[set[str], str, str]] = {
    "admit": (DESK, "held", "new"),
    "verify": (DESK, "new", "verified"),
    "forward": (BOTH, WITH_US, "forwarded"),
    "raise": (BOTH, WITH_US, "forwarded"),
    "ask": (BOTH, WITH_US, "asked"),
    "tell": ({"reporter"}, f"{WITH_US} asked postponed passed_on answered", "="),
    "decline": ({"reporter"}, " ".join(State.values), "="),
    "postpone": (BOTH, WITH_US, "postponed"),
    "resume": (BOTH | {"clock"}, "asked postponed", "="),
    "pass_on": (BOTH, WITH_US, "passed_on"),
    "follow": (BOTH, "passed_on", "="),
    "reply": (OFFICE, "forwarded passed_on", "="),
    "answer": (OFFICE, "forwarded passed_on", "answered"),
    "close": (OFFICE | {"reporter", "clock"}, "answered", "closed"),
    "reopen": (BOTH | {"reporter"}, "answered closed", "forwarded"),
    "archive": (DESK, "held new verified", "archived"),
    "restore": (DESK, "archived", "new"),
    "merge": (BOTH, f"{WITH_US} asked postponed", "merged"),
    "split": (BOTH | {"reporter"}, "merged", "verified"),
    "assign": (BOTH, f"{WITH_US} asked postponed passed_on", "="),
    "prioritise": (BOTH, f"{WITH_US} asked postponed passed_on", "="),
    "note": (BOTH, " ".join(State.values), "="),
    "classify": (DESK, f"{WITH_US} asked postponed passed_on answered", "="),
    "moderate": (DESK, f"{WITH_US} asked postponed passed_on answered closed merged archived", "="),
    "overdue": ({"clock"}, f"{WITH_US} passed_on", "="),
}


def doers(home: voices.House) -> dict[str, Doer]:
    """One of each role where the voice is, those next door, and who has no role here."""
    group = factories.group(voices.VILLAGE)
    people = {
        "coordinator": home.dewi,
        "reviewer": home.rina,
        "officer": home.budi,
        "officer of another office": home.hana,
        "coordinator next door": factories.person(Role.COORDINATOR, "16.06.02"),
        "admin": factories.person(Role.ADMIN),
        "editor": factories.person(Role.EDITOR),
        "executive": factories.person(Role.EXECUTIVE),
        "chair": factories.person(Role.CHAIR, voices.VILLAGE, group=group),
        "volunteer": factories.person(Role.VOLUNTEER, voices.VILLAGE, group=group),
        "nobody": factories.person(),
    }
    return {name: Doer(person) for name, person in people.items()} | {"reporter": REPORTING, "clock": CLOCK}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything() -> tuple[object, ...]:
    rows = [model_to_dict(row) for row in Voice.objects.order_by("pk")]
    return rows, Step.objects.count(), Entry.objects.count(), Pause.objects.filter(end=None).count()


def placed(voice: Voice, state: str, other: Voice) -> Voice:
    """The voice as if it stood in this state."""
    merged = other if state == State.MERGED else None
    Voice.objects.filter(pk=voice.pk).update(state=state, merged_into=merged)
    voice.refresh_from_db()
    return voice


def do(voice: Voice, what: Act, doer: Doer, other: Voice) -> None:
    """The act as its action does it, as far as the database asks."""
    with act(voice, what, by=doer) as doing:
        if what == Act.MERGE:
            doing.voice.merged_into = other
        if what == Act.SPLIT:
            doing.voice.merged_into = None
        if what == Act.ANSWER:
            doing.voice.answered_on = today()


@pytest.mark.parametrize("what", [one for one in Act if one != Act.RECEIVE])
def test_every_state_and_every_role(what):
    home = voices.house()
    voice, other = voices.forwarded(home), voices.verified(home)
    people, (who, states, after) = doers(home), TABLE[what]
    found, expected = {}, {}
    for state in State:
        for name, doer in people.items():
            allowed = name in who and state in states.split()
            expected[state, name] = ("done", state if after == "=" else after) if allowed else ("refused", state)
            found[state, name] = _tried(placed(voice, state, other), what, doer, other)

    assert found == expected


def _tried(voice: Voice, what: Act, doer: Doer, other: Voice) -> tuple[str, str]:
    """What came of it, and the state then. One that is refused leaves every row as it was."""
    with undone():
        before = everything()
        try:
            do(voice, what, doer, other)
        except Refused:
            assert everything() == before
            return "refused", Voice.objects.get(pk=voice.pk).state
        assert Step.objects.filter(voice=voice).latest("number").act == what
        return "done", Voice.objects.get(pk=voice.pk).state


def test_the_table_speaks_of_every_act():
    assert set(TABLE) | {Act.RECEIVE} == set(Act)
    assert set(MOVES) | {Act.RECEIVE} == set(Act)


def test_the_database_knows_no_other_state():
    voices.house()
    voice = voices.voice()

    with pytest.raises(Exception, match="voice_known_state"), transaction.atomic():
        Voice.objects.filter(pk=voice.pk).update(state="lost")


def test_history_is_never_changed():
    voices.house()
    voice = voices.voice()

    with pytest.raises(Exception, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE voices_step SET public = 'x' WHERE voice_id = %s", [voice.pk])
