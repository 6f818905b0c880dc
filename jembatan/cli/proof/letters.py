"""The letters of the proof say nothing to anybody: they go to a provider that is part of it."""

from jembatan.messages.letters import Draft
from jembatan.messages.models import Dispatch, Recipient


def write(dispatch: Dispatch, recipients: list[Recipient]) -> dict[int, Draft | None]:
    draft = Draft(subject=f"Uji {dispatch.pk}", text=f"Uji {dispatch.pk}", brief=f"Uji {dispatch.pk}")
    return {recipient.pk: draft for recipient in recipients}
