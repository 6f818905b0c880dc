"""Whose clock counts: that of the area this installation serves."""

from datetime import date
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.utils import timezone

from jembatan.areas.models import NATION, Area
from jembatan.areas.settings import setting

SECONDS = 60  # how long a process remembers it


def _zone() -> str:
    root = Area.objects.current().filter(parent=None).values_list("code", flat=True).first()
    return str(setting("zone", root or NATION))


def site_zone() -> ZoneInfo:
    """The zone of the root area; an area below may have one of its own (areas.settings)."""
    return ZoneInfo(str(cache.get_or_set("zone", _zone, SECONDS)))


def today() -> date:
    """The day that it is here now, whatever zone this process works in."""
    return timezone.localdate(timezone=site_zone())
