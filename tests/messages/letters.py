"""The writer of the tests: says a word to everyone, and nothing to those whom the payload names as silent."""

from jembatan.messages.letters import Draft
from jembatan.messages.models import Dispatch, Recipient


def write(dispatch: Dispatch, recipients: list[Recipient]) -> dict[int, Draft | None]:
    silent = dispatch.payload.get("silent", [])
    draft = Draft(subject=f"Kabar {dispatch.pk}", text="Posyandu keliling hari ini.", link="https://contoh.id/r/1")
    return {r.pk: None if r.pk in silent else draft for r in recipients}


def fail(dispatch: Dispatch, recipients: list[Recipient]) -> dict[int, Draft | None]:
    raise RuntimeError("a writer with a mistake")
