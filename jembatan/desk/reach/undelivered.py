"""That a message did not arrive, in a sentence, with a way to decide about it for those who may."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jembatan.areas.models import covers
from jembatan.desk.access import StaffRequest
from jembatan.desk.messages.words import cause
from jembatan.messages.models import Dispatch
from jembatan.messages.workflow import State
from jembatan.relays import alarm
from jembatan.relays.models import Alarm, Relay
from jembatan.relays.undelivered import Undelivered, undelivered
from jembatan.releases.models import Release

NAMED = 10  # villages of an alarm


@dataclass(frozen=True, slots=True)
class Notice:
    text: str
    url: str  # empty for those who may not look into the dispatch


def notices(request: StaffRequest, relay: Relay, *, names: bool) -> list[Notice]:
    """One for each person who did not get it; who they are only with `names`."""
    found = undelivered([relay]).get(relay.pk, [])
    seen = Dispatch.objects.visible_to(request.user).filter(pk__in={one.dispatch for one in found})
    may_see = set(seen.values_list("pk", flat=True)) if found else set()
    return [Notice(_words(one, names), _url(one) if one.dispatch in may_see else "") for one in found]


def _words(one: Undelivered, names: bool) -> str:
    values = {"who": one.name if names else _("relawan"), "cause": cause(one.reason)}
    if one.state == State.FAILED:
        return _("Pesan kepada %(who)s gagal terkirim: %(cause)s.") % values
    return _("Pesan kepada %(who)s belum pasti sampai: %(cause)s.") % values


def _url(one: Undelivered) -> str:
    return reverse("desk:dispatch", args=[one.dispatch]) + f"?status={one.state}#satu-satu"


def alarm_of(release: Release, code: str) -> str:
    """That nothing went out to some villages of this subtree, in a sentence that names them; "" without an alarm."""
    ongoing = Alarm.objects.ongoing().filter(release=release).first()
    codes = [one for one in ongoing.villages if covers(code, one)] if ongoing else []
    if not ongoing or not codes:
        return ""
    named = alarm.names({release.pk: codes[:NAMED]})[release.pk]
    names, rest = ", ".join(named), len(codes) - NAMED
    if rest > 0:
        others = {"names": names, "n": number_format(rest, force_grouping=True)}
        names = ngettext("%(names)s dan %(n)s desa lain", "%(names)s dan %(n)s desa lain", rest) % others
    words = _("Lebih dari satu jam sesudah terbit, belum satu pesan pun keluar ke desa yang ada kontaknya: %(names)s.")
    return words % {"names": names}
