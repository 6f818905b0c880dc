"""Minutes in words."""

from django.utils.translation import ngettext

HOUR, DAY = 60, 24 * 60


def in_words(minutes: float | None) -> str:
    """`38 menit`, `5 jam`, `2 hari`; a dash where there is nothing to say."""
    if minutes is None:
        return "–"
    if minutes < 2 * HOUR:
        n = max(1, round(minutes))
        return ngettext("%(n)d menit", "%(n)d menit", n) % {"n": n}
    if minutes < 2 * DAY:
        n = round(minutes / HOUR)
        return ngettext("%(n)d jam", "%(n)d jam", n) % {"n": n}
    n = round(minutes / DAY)
    return ngettext("%(n)d hari", "%(n)d hari", n) % {"n": n}
