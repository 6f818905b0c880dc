"""Of what volunteers took down, one in ten is drawn by lot: somebody else asks the person whether it was said so."""

import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.audit.actions import record
from jembatan.people.models import Person
from jembatan.people.permissions import within
from jembatan.people.roles import Permission
from jembatan.voices.models import CallBack, Outcome, Voice
from jembatan.voices.workflow import Refused

ONE_IN = 10


def draw(voice: Voice) -> None:
    """For one on paper whose person can be called; who is anonymous is left alone."""
    if secrets.randbelow(ONE_IN) == 0:
        CallBack.objects.create(voice=voice)


def waiting_for(person: Person) -> QuerySet[CallBack]:
    """The desk's; never what this person took down."""
    desk = within(person, Permission.VERIFY_VOICES, code="voice__area_code")
    visible = Voice.objects.visible_to(person)
    rows = CallBack.objects.filter(desk, voice__in=visible, called_at=None)
    return rows.exclude(voice__paper__taken_by=person)


@transaction.atomic
def called(*, call_back: CallBack, outcome: str, by: Person) -> None:
    """What they said. Once; raises Refused when somebody else was first or it is not theirs to call."""
    row = waiting_for(by).filter(pk=call_back.pk)
    if not row.update(called_by=by, called_at=timezone.now(), outcome=Outcome(outcome)):
        raise Refused(_("Panggilan ini sudah dicatat orang lain."))
    voice = call_back.voice
    record("voice.called_back", voice, by=by, area=voice.area_code, outcome=outcome)
