"""Lengths of time in words that one can say aloud."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HOUR, DAY = 60, 24 * 60


def duration(minutes: float) -> str:
    """`38 menit`, `3 jam 20 menit`, `2 hari 4 jam`; at least a minute."""
    whole = max(1, round(minutes))
    if whole < HOUR:
        return _minutes(whole)
    if whole < DAY:
        return _two(_hours(whole // HOUR), _minutes(whole % HOUR) if whole % HOUR else "")
    hours = whole % DAY // HOUR
    return _two(_days(whole // DAY), _hours(hours) if hours else "")


def _two(large: str, small: str) -> str:
    return f"{large} {small}" if small else large


def _minutes(n: int) -> str:
    return ngettext("%(n)d menit", "%(n)d menit", n) % {"n": n}


def _hours(n: int) -> str:
    return ngettext("%(n)d jam", "%(n)d jam", n) % {"n": n}


def _days(n: int) -> str:
    return ngettext("%(n)d hari", "%(n)d hari", n) % {"n": n}


def crossed(minutes: float | None) -> str:
    """A percentile: `38 menit`, or that so many are not reached yet."""
    return _("belum tercapai") if minutes is None else duration(minutes)


def time_left(deadline: datetime | None) -> str:
    """`sisa 3 jam 20 menit`, or how long ago it passed."""
    if deadline is None:
        return ""
    minutes = (deadline - timezone.now()).total_seconds() / 60
    words = duration(abs(minutes))
    return (_("sisa %(time)s") if minutes > 0 else _("lewat %(time)s")) % {"time": words}
