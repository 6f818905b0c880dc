"""The officers of the office that has a voice are told, each with a link that opens this one voice on a telephone."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jembatan.messages.actions import open_dispatch, recipient_of
from jembatan.messages.letters import Draft
from jembatan.messages.models import Dispatch, Recipient
from jembatan.people.models import Grant, Person
from jembatan.people.permissions import any_holds
from jembatan.people.roles import Permission, roles_with
from jembatan.voices import links
from jembatan.voices.models import Handler, Voice
from jembatan.voices.workflow import WITH_US, State

TASK = "voice_task"


def officers_of(voice: Voice) -> list[Person]:
    """Whose turn it is: the one it was assigned to, else everyone of the office; of a confidential one the named."""
    held = Grant.objects.current().filter(office_id=voice.office_id, role__in=roles_with(Permission.ANSWER_VOICES))
    held = held.filter(person__is_active=True).select_related("person", "area")
    found = {grant.person_id: grant.person for grant in held if any_holds([grant], on=voice)}
    if voice.confidential:
        named = set(Handler.objects.filter(voice=voice).values_list("person_id", flat=True))
        found = {pk: person for pk, person in found.items() if pk in named}
    return [found[voice.assigned_id]] if voice.assigned_id in found else list(found.values())


@transaction.atomic
def call(voice: Voice) -> None:
    """Tell them that it waits; once for each step. Nothing while no office has it."""
    if voice.office_id is None or not (people := officers_of(voice)):
        return
    open_dispatch(
        key=f"{TASK}:{voice.pk}:{voice.version}", kind=TASK, subject_id=voice.pk, office_id=voice.office_id,
        recipient_ids=[recipient_of(person).pk for person in people], payload={"office": voice.office_id},
    )  # fmt: skip


def write(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """The code, the deadline and the own link; never what it is about. Nothing once another office has it."""
    voice = Voice.objects.select_related("office").get(pk=dispatch.subject_id or 0)
    theirs = voice.office_id == (dispatch.payload or {}).get("office")
    waits = theirs and voice.state in (*WITH_US, State.PASSED_ON)
    return {one.pk: _draft(voice, one.person_id) if waits and one.person_id else None for one in recipients}


def _draft(voice: Voice, person_id: int) -> Draft:
    subject = _("Laporan %(code)s menunggu kantor Anda") % {"code": voice.code}
    due = date_format(voice.due_on, "j F Y") if voice.due_on else ""
    lines = [subject + ".", _("Batas waktu berikutnya: %(day)s.") % {"day": due} if due else ""]
    lines.append(_("Tautan ini untuk Anda sendiri. Isinya terbuka dengan kode sekali pakai:"))
    link = links.url(voice.pk, person_id)
    return Draft(
        subject=subject, text="\n\n".join([line for line in lines if line] + [link]), link=link,
        brief=f"{subject}. {link}",
    )  # fmt: skip
