"""What Telegram answers to a letter: https://core.telegram.org/bots/api#making-requests."""

from typing import Any

from jembatan.messages.channels import Outcome
from jembatan.messages.channels.http import Answer, broken
from jembatan.messages.letters import Letter
from jembatan.messages.workflow import Fault, Result

# Telegram's sentences that say something; the others may repeat a link or an address, so they stay out.
KNOWN = (
    "bot was blocked by the user",
    "user is deactivated",
    "chat not found",
    "bot can't initiate conversation",
    "group chat was upgraded",
    "message is too long",
    "message text is empty",
    "can't parse entities",
    "button_url_invalid",
    "inline keyboard button url",
    "button_data_invalid",
    "peer_id_invalid",
)


def outcome(letter: Letter, answer: Answer) -> Outcome:
    said = answer.json()
    if answer.status == 200 and said.get("ok") is True:
        return _accepted(letter, said.get("result"))
    detail = _detail(answer.status, str(said.get("description", "")))
    match answer.status:
        case 429 | 420:
            return Outcome(Result.NOT_SENT, detail=detail, fault=Fault.THROTTLED, after=_after(answer, said))
        case 400 | 403 | 413:  # a blocked bot, no such chat, or a text that it will never take
            return Outcome(Result.REFUSED, detail=detail)
        case 401 | 404:  # no such bot: the token is wrong or was taken back, and everybody's letters wait
            return Outcome(Result.NOT_SENT, detail=f"{detail}: the bot's token", fault=Fault.UNREACHABLE)
        case status if 300 <= status < 500:
            return Outcome(Result.NOT_SENT, detail=detail, fault=Fault.UNREACHABLE)
        case _:
            return broken(answer, detail)


def _accepted(letter: Letter, result: Any) -> Outcome:
    """Telegram numbers messages within a chat, so both together name one."""
    number = result.get("message_id") if isinstance(result, dict) else None
    return Outcome(Result.ACCEPTED, provider_id=f"{letter.address}:{number}" if number else None)


def _after(answer: Answer, said: dict[str, Any]) -> float:
    """https://core.telegram.org/bots/api#responseparameters"""
    parameters = said.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(wait) if isinstance(wait, int) and 0 < wait < 100_000 else answer.retry_after() or 1.0


def _detail(status: int, description: str) -> str:
    known = next((words for words in KNOWN if words in description.lower()), "")
    return f"Telegram {status}: {known}" if known else f"Telegram {status}"
