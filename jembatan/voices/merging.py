"""Several voices about the same thing become one: followers and the count come along, and it can be undone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.people.models import Person
from jembatan.voices import telling
from jembatan.voices.acting import Doer, act
from jembatan.voices.models import Voice
from jembatan.voices.reporting import leave
from jembatan.voices.workflow import OPEN, Act, Refused


@transaction.atomic
def merge(*, voice: Voice, into: Voice, by: Person, seen: int) -> None:
    """`into` stays; whoever follows `voice` hears of it from now on. Raises Refused for two that do not fit."""
    with _both(voice, into), act(voice, Act.MERGE, by=Doer(by), seen=seen) as doing:
        other = Voice.objects.get(pk=into.pk)
        _fit(doing.voice, other, by)
        doing.voice.merged_into, doing.voice.ended_on = other, today()
        doing.voice.pauses.filter(end=None).update(end=today())
        Voice.objects.filter(pk=other.pk).update(supporters=F("supporters") + doing.voice.supporters + 1)
        doing.facts = {"into": other.pk}
    telling.tell(voice, Act.MERGE)


@contextmanager
def _both(*voices: Voice) -> Iterator[None]:
    """Locked in one order, so that two who merge the same two into each other do not wait for ever."""
    with transaction.atomic():
        rows = Voice.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in voices])
        list(rows.order_by("pk").values_list("pk"))
        yield


def _fit(voice: Voice, other: Voice, by: Person) -> None:
    if other.pk == voice.pk or other.state not in OPEN or not Voice.objects.visible_to(by).filter(pk=other.pk).exists():
        raise Refused(_("Pilih laporan lain yang masih terbuka."))
    if (voice.confidential, voice.about_official) != (other.confidential, other.about_official):
        raise Refused(_("Laporan yang tertutup hanya dapat digabung dengan yang sama tertutupnya."))


def split(*, voice: Voice, by: Person, seen: int) -> None:
    """Take it out again."""
    with act(voice, Act.SPLIT, by=Doer(by), seen=seen) as doing:
        leave(doing.voice)
