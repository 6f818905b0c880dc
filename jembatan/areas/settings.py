"""What an area can decide, with the value that counts where nobody decided."""

from typing import Any
from zoneinfo import ZoneInfo

from jembatan.areas.models import NATION, Area, Setting

DEFAULTS: dict[str, Any] = {
    "zone": "Asia/Jakarta",  # IANA name; WIB, WITA (Asia/Makassar) or WIT (Asia/Jayapura)
    "four_eyes": True,  # another person than the writer must publish
    "relay_hours": 24,  # deadline of a relay after publishing, when the release names none
    # hours after the deadline at which each step of the escalation is taken
    "escalation": {"members": 0, "neighbour": 12, "coordinator": 24, "phone_list": 36},
    "silent_days": 30,  # a village without a relayed release for so long stands on the list
}


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
