"""What Telegram tells: https://core.telegram.org/bots/api#update. What is said in groups is not said to us."""

import json
from datetime import UTC, datetime
from typing import Any

from jembatan.messages.channels.words import clean
from jembatan.messages.errors import Garbled
from jembatan.messages.hearing import Said

Update = dict[str, Any]
ID = 2**63  # ids are smaller


def read(body: bytes) -> Update:
    """Raises Garbled."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise Garbled from None
    if not isinstance(update, dict) or not _is_id(update.get("update_id")):
        raise Garbled
    return update


def said(update: Update) -> list[Said]:
    """None or one; raises Garbled."""
    try:
        if "message" in update:
            found = _message(update["message"])
        elif "callback_query" in update:
            found = _pressed(update["callback_query"])
        else:
            found = _left(update)
    except (KeyError, TypeError, ValueError, OverflowError, OSError, AttributeError):
        raise Garbled from None
    return [found] if found else []


def _message(message: Any) -> Said | None:
    """A photograph or a place has no text of its own; it stays visible in `raw`."""
    if (chat := _private(message["chat"])) is None:
        return None
    quoted = message.get("reply_to_message")
    return Said(
        address=str(chat),
        text=clean(_text(message.get("text") or message.get("caption") or "")),
        provider_id=f"{chat}:{_id(message['message_id'])}",
        at=datetime.fromtimestamp(_id(message["date"]), UTC),
        in_reply_to=f"{chat}:{_id(quoted['message_id'])}" if quoted else None,
        raw=json.dumps(message),
    )


def _pressed(query: Any) -> Said | None:
    """A button. Telegram does not say when it was pressed; a message of long ago may not come with it."""
    message = query.get("message") or {}
    chat = _private(message["chat"]) if message else _id(query["from"]["id"])
    if chat is None:
        return None
    return Said(
        address=str(chat),
        text="",
        provider_id=f"callback:{clean(_text(query['id']))}",
        at=datetime.now(UTC),
        button=clean(_text(query.get("data") or "")),
        in_reply_to=f"{chat}:{_id(message['message_id'])}" if message else None,
        raw=json.dumps(query),
    )


def _left(update: Update) -> Said | None:
    """Who blocks the bot wants it to stop: https://core.telegram.org/bots/api#chatmemberbanned."""
    member = update.get("my_chat_member")
    if not member or member["new_chat_member"]["status"] != "kicked" or (chat := _private(member["chat"])) is None:
        return None
    at = datetime.fromtimestamp(_id(member["date"]), UTC)
    number = f"update:{update['update_id']}"
    return Said(address=str(chat), text="", provider_id=number, at=at, button="stop", raw=json.dumps(member))


def acknowledgement(update: Update) -> str:
    """The method that ends the waiting sign on a pressed button; Telegram reads it from our answer to its call."""
    if not (query := pressed(update)):
        return ""
    return json.dumps({"method": "answerCallbackQuery", "callback_query_id": query})


def pressed(update: Update) -> str:
    """The id of a pressed button's query, or ""."""
    query = update.get("callback_query")
    number = query.get("id") if isinstance(query, dict) else None
    return number if isinstance(number, str) else ""


def _private(chat: Any) -> int | None:
    return _id(chat["id"]) if chat["type"] == "private" else None


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < ID


def _id(value: Any) -> int:
    if not _is_id(value):
        raise ValueError
    return int(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
