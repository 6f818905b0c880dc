"""Times in words, in the zone of the area."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from jembatan.areas.settings import setting


def zone_of(code: str) -> ZoneInfo:
    return ZoneInfo(setting("zone", code))


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """ "18.00 WIB"."""
    return f"{moment.astimezone(zone):%H.%M %Z}"


def moment_in_words(moment: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
    """ "hari ini pukul 18.00 WIB", "besok pukul …", "Jumat pukul …", "12 Juni pukul …"."""
    local, today = moment.astimezone(zone), (now or timezone.now()).astimezone(zone)
    days = (local.date() - today.date()).days
    near = {-1: _("kemarin"), 0: _("hari ini"), 1: _("besok")}
    day = near.get(days) or format_date(local, "l" if 1 < days < 7 else "j F" if local.year == today.year else "j F Y")
    return _("%(day)s pukul %(time)s") % {"day": day, "time": clock(moment, zone)}
