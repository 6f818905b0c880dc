"""Texts come from above: `settings.MESSAGE_WRITERS` names, for each kind of dispatch, the function that writes them."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from jembatan.messages.letters import Draft
from jembatan.messages.models import Dispatch, Recipient

Writer = Callable[[Dispatch, list[Recipient]], Mapping[int, Draft | None]]


def writer_of(kind: str) -> Writer:
    """The function for this kind; raises LookupError when the settings name none, ImportError when it is gone."""
    names: dict[str, str] = getattr(settings, "MESSAGE_WRITERS", {})
    if kind not in names:
        raise LookupError(f"MESSAGE_WRITERS names no writer for {kind!r}")
    writer: Writer = import_string(names[kind])
    return writer


def drafts(dispatch: Dispatch, recipients: list[Recipient]) -> Mapping[int, Draft | None]:
    """Words by recipient id; None or a missing id means that there is nothing to say to them any more."""
    return writer_of(dispatch.kind)(dispatch, recipients)
