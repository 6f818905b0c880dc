"""Confidential voices: who is named to them. The first ones come from the roles at the root; they name others."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jembatan.people.models import Grant, Person
from jembatan.people.roles import Permission, roles_with
from jembatan.voices.acting import Doer, act
from jembatan.voices.models import Handler, Voice
from jembatan.voices.workflow import Act, Refused


def first_handlers(voice: Voice) -> Iterable[Person]:
    """Of a voice about officials the inspectorate's, else whoever looks through voices for the whole root."""
    held = Grant.objects.current().filter(person__is_active=True).select_related("person")
    if voice.about_official and voice.office_id:
        held = held.filter(office_id=voice.office_id, role__in=roles_with(Permission.ANSWER_VOICES))
    else:
        held = held.filter(area__parent=None, office=None, role__in=roles_with(Permission.VERIFY_VOICES))
    return {grant.person_id: grant.person for grant in held}.values()


def name(*, voice: Voice, person: Person, by: Person, seen: int) -> None:
    """Let one more person handle a confidential voice. Raises Refused for one that is not confidential."""
    with act(voice, Act.ASSIGN, by=Doer(by), seen=seen) as doing:
        if not doing.voice.confidential:
            raise Refused(_("Laporan ini tidak rahasia, jadi tidak perlu menunjuk nama."))
        Handler.objects.get_or_create(voice=doing.voice, person=person, defaults={"named_by": by})
        doing.facts = {"named": person.pk}
