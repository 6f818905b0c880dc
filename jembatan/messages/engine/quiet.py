"""Quiet hours: nothing that is not urgent rings between nine in the evening and six in the morning, where they live."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings


def seconds_left(now: datetime, zone: ZoneInfo) -> float:
    """How long the quiet hours of this zone still last; 0.0 while people are up. `now` is aware."""
    if settings.QUIET_HOURS is None:
        return 0.0
    begin, end = settings.QUIET_HOURS
    local = now.astimezone(zone)
    if not _within(local.hour, begin, end):
        return 0.0
    morning = local.replace(hour=end, minute=0, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    return (morning - local).total_seconds()


def _within(hour: int, begin: int, end: int) -> bool:
    return begin <= hour < end if begin < end else hour >= begin or hour < end
