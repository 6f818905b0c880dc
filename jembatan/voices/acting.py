"""The one door: whatever somebody does to a voice goes through `act`. One lock, one step, one audit row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jembatan.areas.clock import site_zone, today
from jembatan.audit.actions import record
from jembatan.people.models import Person
from jembatan.people.permissions import may
from jembatan.people.roles import Permission
from jembatan.voices import due
from jembatan.voices.models import Step, Voice
from jembatan.voices.workflow import MOVES, REPORTER, SYSTEM, Act, Refused, Stale, State


@dataclass(frozen=True, slots=True)
class Doer:
    """A handler, the reporter (whoever has the secret), or the clock."""

    person: Person | None = None
    reporter: bool = False

    def may(self, act: Act, voice: Voice) -> bool:
        by = MOVES[act].by
        if self.reporter:
            return REPORTER in by
        if self.person is None:
            return SYSTEM in by
        return bool(holds(self.person, voice).intersection(by))


BOTH = frozenset({Permission.VERIFY_VOICES, Permission.ANSWER_VOICES})
REPORTING = Doer(reporter=True)
CLOCK = Doer()


def holds(person: Person, voice: Voice) -> frozenset[Permission]:
    """What this person may as a handler of this voice. One who is named may all that any handler may.

    Of a voice about officials the inspectorate is the desk as well: nobody else sees that it is there.
    """
    if voice.confidential:
        return BOTH if voice.handlers.filter(person=person).exists() else frozenset()
    if voice.about_official:
        return BOTH if may(person, Permission.ANSWER_VOICES, on=voice) else frozenset()
    return frozenset(one for one in BOTH if may(person, one, on=voice))


def offered(person: Person, voice: Voice) -> list[Act]:
    """What this person may do to it now."""
    held = holds(person, voice)
    return [act for act, move in MOVES.items() if voice.state in move.before and held.intersection(move.by)]


@dataclass(slots=True)
class Doing:
    """What one act changes: set fields of `voice`, and say here what the history keeps."""

    voice: Voice
    public: str = ""
    told: str = ""
    internal: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    state: State | None = None  # instead of where the table leads


@contextmanager
def act(voice: Voice, what: Act, *, by: Doer, seen: int | None = None) -> Iterator[Doing]:
    """Do one thing to a voice, in one transaction: `with act(voice, Act.ASK, by=…, seen=…) as doing: …`.

    `seen` is the version that whoever decides has looked at. Raises Stale when somebody was first, Refused when the
    state or the person does not allow it; then nothing is changed.
    """
    with transaction.atomic():
        locked = Voice.objects.select_for_update(of=("self",)).get(pk=voice.pk)
        if seen is not None and seen != locked.version:
            raise Stale(_what_happened(locked))
        if not by.may(what, locked):
            raise Refused(_("Anda tidak berwenang melakukan ini pada laporan %(code)s.") % {"code": locked.code})
        if locked.state not in MOVES[what].before:
            raise Refused(_not_now(locked))
        doing = Doing(locked)
        yield doing
        _finish(doing, what, by)
    voice.refresh_from_db()


def _finish(doing: Doing, what: Act, by: Doer) -> None:
    voice = doing.voice
    voice.state = doing.state or MOVES[what].after or voice.state
    voice.version += 1
    due.reckon(voice)
    voice.save()
    write_step(doing, what, by)
    record(
        f"voice.{what}", voice, by=by.person, area=voice.area_code, at=_moment(voice, by), step=voice.version,
        state=voice.state, **doing.facts,
    )  # fmt: skip


def write_step(doing: Doing, what: Act, by: Doer) -> Step:
    voice, moment = doing.voice, _moment(doing.voice, by)
    return Step.objects.create(
        voice=voice, number=voice.version, act=what, state=voice.state, by=by.person, by_reporter=by.reporter,
        office_id=voice.office_id, public=doing.public, told=doing.told, internal=doing.internal, facts=doing.facts,
        due_on=voice.due_on, **({"at": moment} if moment else {}),
    )  # fmt: skip


def _moment(voice: Voice, by: Doer) -> datetime | None:
    """Of what somebody anonymous does, only the day is kept."""
    return day_begins() if by.reporter and voice.anonymous else None


def day_begins() -> datetime:
    return datetime.combine(today(), time.min, tzinfo=site_zone())


def _what_happened(voice: Voice) -> str:
    last = voice.steps.select_related("by", "office").order_by("-number").first()
    if last is None:
        return _("Laporan ini baru saja berubah. Periksa lagi, lalu putuskan.")
    return _("Didahului: “%(act)s” oleh %(who)s pada %(when)s. Periksa lagi, lalu putuskan.") % {
        "act": last.get_act_display(),
        "who": last.by.name if last.by else _("pelapor") if last.by_reporter else _("sistem"),
        "when": date_format(timezone.localtime(last.at, site_zone()), "j F Y H.i"),
    }


def _not_now(voice: Voice) -> str:
    return _("Laporan %(code)s berstatus “%(state)s”, jadi langkah ini tidak bisa diambil.") % {
        "code": voice.code,
        "state": voice.get_state_display(),
    }
