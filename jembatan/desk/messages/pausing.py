"""Channels that go, and those that the breaker holds closed, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jembatan.desk.access import StaffRequest
from jembatan.desk.messages import words
from jembatan.messages import standing
from jembatan.messages.models import Dispatch
from jembatan.messages.standing import Standing


@dataclass(frozen=True, slots=True)
class Shown:
    name: str
    paused: bool
    text: str = ""  # since when, why, and when it is tried again


def all_channels() -> list[Shown]:
    return [shown(one) for one in standing.standings()]


def paused(request: StaffRequest) -> list[Shown]:
    """For the workroom's first page, of who may look into what was sent."""
    if Dispatch.objects.visible_to(request.user).query.is_empty():
        return []
    return [shown(one) for one in standing.paused()]


def of_dispatch(dispatch: Dispatch) -> list[Shown]:
    """The paused channels in which letters of it wait."""
    return [shown(one) for one in standing.holding_up(dispatch, standing.paused())]


def shown(one: Standing) -> Shown:
    name = words.channel(one.channel)
    name = name[:1].upper() + name[1:]
    return Shown(name, one.since is not None, " ".join(_sentences(one)))


def _sentences(one: Standing) -> Iterable[str]:
    if one.since is None:
        return
    yield _("Berhenti sementara sejak %(since)s: %(cause)s.") % {
        "since": date_format(timezone.localtime(one.since), "j F H.i"),
        "cause": words.cause(one.told),
    }
    if one.again and one.again > timezone.now():
        yield _("Dicoba lagi %(at)s; pesannya menunggu dan tidak hilang.") % {
            "at": date_format(timezone.localtime(one.again), "H.i.s")
        }
    else:
        yield _("Segera dicoba lagi; pesannya menunggu dan tidak hilang.")
