"""A letter as the values of sendMessage: https://core.telegram.org/bots/api#sendmessage."""

from typing import Any

from django.utils.translation import gettext as _

from jembatan.messages.channels.words import compose, heading, utf16
from jembatan.messages.letters import Draft, Letter

LONGEST = 4096  # characters of a text
PAYLOAD = 64  # bytes of a button's answer


def message(letter: Letter) -> dict[str, Any]:
    """Plain text with its heading marked by position: nothing to escape, so nothing that Telegram cannot parse.

    No preview of the link: making one opens it, and a personal link that was opened counts as seen.
    """
    values: dict[str, Any] = {
        "chat_id": int(letter.address),
        "text": compose(letter.draft, LONGEST),
        "link_preview_options": {"is_disabled": True},
    }
    if head := heading(letter.draft):
        values["entities"] = [{"type": "bold", "offset": 0, "length": utf16(head)}]
    if rows := _keyboard(letter.draft):
        values["reply_markup"] = {"inline_keyboard": rows}
    return values


def _keyboard(draft: Draft) -> list[list[dict[str, str]]]:
    """A row for each answer, and one for the link. A payload that is too long is left out; half of one says nothing.

    Telegram refuses the whole message for a link that is not on the open web, so only https becomes a button.
    """
    rows = [[{"text": words, "callback_data": payload}] for payload, words in draft.buttons if _fits(payload)]
    if draft.link.startswith("https://"):
        rows.append([{"text": _("Buka"), "url": draft.link}])
    return rows


def _fits(payload: str) -> bool:
    return 1 <= len(payload.encode()) <= PAYLOAD
