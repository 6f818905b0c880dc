"""Pieces of the words about a release that several letters share."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.relays.brief import cut
from jembatan.relays.models import Asking, Place


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same in all letters of a dispatch."""

    zone: ZoneInfo
    signature: list[str]


BUTTONS, LABEL = 3, 20  # as many as WhatsApp shows, and the characters that it gives to each


def until(deadline: datetime, zone: ZoneInfo) -> str:
    local = deadline.astimezone(zone)
    return _("Batas waktu: %(day)s pukul %(time)s") % {
        "day": format_date(local, "l, j F Y"),
        "time": f"{local:%H.%M %Z}",
    }


def warning() -> str:
    return _("Tautan ini khusus untuk Anda. Yang dibagikan ke warga ada di dalamnya.")


def signature() -> list[str]:
    return ["", f"Jembatan, {Area.objects.root().title}", settings.BASE_URL]


def template(name: str) -> str:
    """The name where this installation had such words approved; else "", and the general ones are used."""
    return name if name in settings.WHATSAPP.templates else ""


def buttons(askings: list[Asking]) -> tuple[tuple[str, str], ...]:
    """Where it was passed on, for one village; which village, for up to three; none where that is not enough."""
    if len(askings) == 1:
        relay = askings[0].relay_id
        return (
            (f"sudah:{relay}:{Place.WHATSAPP}", _("Grup WA")),
            (f"sudah:{relay}:{Place.BOARD}", _("Papan")),
            (f"sudah:{relay}:{Place.LOUDSPEAKER}", _("Toa masjid")),
        )
    return tuple(done_button(one, one.relay.area.name) for one in askings) if len(askings) <= BUTTONS else ()


def done_button(asking: Asking, what: str) -> tuple[str, str]:
    return f"sudah:{asking.relay_id}", cut(_("Sudah: %(what)s") % {"what": what}, LABEL)
