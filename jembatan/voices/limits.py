"""How many working days each step has, and from which day on. An area may decide others; a past day keeps its own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.areas.errors import AreaError
from jembatan.areas.models import Area
from jembatan.areas.settings import decide, setting

SETTING = "voice_days"

DEFAULTS: dict[str, int] = {
    # SP4N-LAPOR! (Perpres 76/2013 and the ministry's rules for its operators)
    "verify": 3,  # and forward
    "first_reply": 5,
    "information": 5,  # and whatever is simple
    "complaint": 14,
    "field_check": 60,
    "closes": 10,  # by itself, after an answer that nobody replied to
    # UU 14/2008: articles 22 and 36
    "formal": 10,
    "formal_extension": 7,
    "objection": 30,  # that the applicant has for it
}


def limits_on(day: date, area: Area | str) -> dict[str, int]:
    """The days that hold on this day. One query."""
    return _on(day, setting(SETTING, area))


def _on(day: date, entries: list[dict[str, Any]]) -> dict[str, int]:
    """The entries are in the order of their dates; what one does not name stays as before it."""
    holding = dict(DEFAULTS)
    for entry in entries:
        if entry["from"] <= day.isoformat():
            holding.update({name: days for name, days in entry["days"].items() if name in DEFAULTS})
    return holding


def planned(area: Area) -> list[tuple[date, dict[str, int]]]:
    """What was decided, in the order of the dates: the day from which it holds, and all the days then."""
    entries = setting(SETTING, area)
    days = [date.fromisoformat(entry["from"]) for entry in entries]
    return [(day, _on(day, entries)) for day in days]


@transaction.atomic
def plan(*, area: Area, first: date, days: Mapping[str, int], by: models.Model | None) -> None:
    """From that day on these days hold. AreaError for a day that has begun: what was promised then stays so.

    The same day again takes the place of what was planned for it.
    """
    entries = _coming(area, first)
    entries.append({"from": first.isoformat(), "days": {name: days[name] for name in DEFAULTS}})
    decide(area=area, name=SETTING, value=sorted(entries, key=lambda entry: entry["from"]), by=by)


@transaction.atomic
def cancel(*, area: Area, first: date, by: models.Model | None) -> None:
    """What was planned from that day on does not come. AreaError once it has begun."""
    decide(area=area, name=SETTING, value=_coming(area, first), by=by)


def _coming(area: Area, first: date) -> list[dict[str, Any]]:
    """What is decided without that day, which must lie ahead. The area is locked: two who decide do not lose one."""
    if first <= today():
        raise AreaError(_("Batas waktu baru berlaku paling cepat besok; yang sudah berjalan tidak berubah."))
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    return [entry for entry in setting(SETTING, area) if entry["from"] != first.isoformat()]
