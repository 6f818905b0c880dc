"""What an area can decide, with the value that counts where nobody decided."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db import models, transaction
from django.utils.translation import gettext_lazy

from jembatan.areas.errors import AreaError
from jembatan.areas.models import NATION, Area, Setting
from jembatan.audit.actions import record

DEFAULTS: dict[str, Any] = {
    "zone": "Asia/Jakarta",  # IANA name; WIB, WITA (Asia/Makassar) or WIT (Asia/Jayapura)
    "four_eyes": True,  # another person than the writer must publish
    "relay_hours": 24,  # deadline of a relay after publishing, when the release names none
    # hours after the deadline at which each step of the escalation is taken
    "escalation": {"members": 0, "neighbour": 12, "coordinator": 24, "phone_list": 36},
    "silent_days": 30,  # a village without a relayed release for so long stands on the list
    # working days of each step of a voice, in the order of the dates from which they hold; the rest: voices/limits.py
    "voice_days": [],
    "voice_league": False,  # whether everyone sees how offices answer: voices/league.py
}
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
MOST_HOURS = 24 * 30
MOST_DAYS = 366


def ancestors(code: str) -> list[str]:
    """`16.06.01` → `16.06.01`, `16.06`, `16`, `0`."""
    parts = code.split(".")
    return [".".join(parts[:n]) for n in range(len(parts), 0, -1)] + [NATION]


def setting(name: str, area: Area | str) -> Any:
    """The value for this area: its own, else the nearest one above, else the default. KeyError for unknown names."""
    default = DEFAULTS[name]
    code = area if isinstance(area, str) else area.code
    found = Setting.objects.filter(name=name, area__code__in=ancestors(code), area__valid_until=None)
    nearest = found.order_by("-area__level").values_list("value", flat=True).first()
    return default if nearest is None else nearest


def zone(area: Area | str) -> ZoneInfo:
    """The time zone in which this area's people read a clock."""
    return ZoneInfo(setting("zone", area))


def _whole(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _is_timetable(value: Any) -> bool:
    """Every step, none before the one that it follows."""
    if not isinstance(value, dict) or list(value) != list(DEFAULTS["escalation"]):
        return False
    hours = list(value.values())
    return all(_whole(each, 0, MOST_HOURS) for each in hours) and hours == sorted(hours)


def _is_dated(value: Any) -> bool:
    """`[{"from": "2027-01-01", "days": {"verify": 3}}, …]`, each date once and in order."""
    if not isinstance(value, list) or not all(
        isinstance(each, dict) and set(each) == {"from", "days"} for each in value
    ):
        return False
    dates = [each["from"] for each in value]
    counted = all(_are_days(each["days"]) for each in value)
    return counted and all(_is_date(each) for each in dates) and dates == sorted(set(dates))


def _are_days(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(name, str) and _whole(n, 1, MOST_DAYS) for name, n in value.items()
    )


def _is_date(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value).isoformat() == value)
    except (TypeError, ValueError):
        return False


# Name → whether a value will do, and the sentence for one that will not.
CHECKS: dict[str, tuple[Callable[[Any], bool], Any]] = {
    "zone": (lambda value: value in ZONES, gettext_lazy("Zona waktu harus WIB, WITA, atau WIT.")),
    "four_eyes": (lambda value: isinstance(value, bool), gettext_lazy("Aturan empat mata hanya aktif atau tidak.")),
    "relay_hours": (
        lambda value: _whole(value, 1, MOST_HOURS),
        gettext_lazy("Batas penerusan harus 1 sampai 720 jam."),
    ),
    "escalation": (
        _is_timetable,
        gettext_lazy("Setiap langkah berjarak 0 sampai 720 jam, dan tidak mendahului langkah sebelumnya."),
    ),
    "silent_days": (lambda value: _whole(value, 1, MOST_DAYS), gettext_lazy("Lama senyap harus 1 sampai 366 hari.")),
    "voice_league": (lambda value: isinstance(value, bool), gettext_lazy("Tabel kantor hanya tampil atau tidak.")),
    "voice_days": (_is_dated, gettext_lazy("Setiap batas waktu harus 1 sampai 366 hari kerja.")),
}


@transaction.atomic
def decide(*, area: Area, name: str, value: Any, by: models.Model | None) -> None:
    """The area decides this for itself and its subtree. What counts already is not written again.

    KeyError for an unknown name; AreaError for a value that will not do.
    """
    will_do, sentence = CHECKS[name]
    if not will_do(value):
        raise AreaError(str(sentence))
    before = setting(name, area)
    if before == value:
        return
    Setting.objects.update_or_create(area=area, name=name, defaults={"value": value})
    record("setting.decided", area, by=by, area=area.code, name=name, before=before, after=value)
    if name == "zone":
        cache.delete("zone")  # what areas.clock remembers, in this process
