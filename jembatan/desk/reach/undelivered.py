"""That a message did not arrive, in a sentence, with a way to decide about it for those who may."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from jembatan.desk.access import StaffRequest
from jembatan.desk.messages.words import cause
from jembatan.messages.models import Dispatch
from jembatan.messages.workflow import State
from jembatan.relays.models import Relay
from jembatan.relays.undelivered import Undelivered, undelivered


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
