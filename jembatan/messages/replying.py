"""The writer of answers to what came in: their words are in the dispatch."""

from jembatan.messages.letters import Draft
from jembatan.messages.models import Dispatch, Recipient


def write(dispatch: Dispatch, recipients: list[Recipient]) -> dict[int, Draft | None]:
    text = (dispatch.payload or {}).get("text", "")
    draft = Draft(subject=text.split("\n")[0][:80], text=text, brief=text) if text else None
    return {recipient.pk: draft for recipient in recipients}
