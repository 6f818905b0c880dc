"""What Meta answers: …/whatsapp/cloud-api/support/error-codes. Its codes count, whatever the HTTP status."""

from typing import Any

from jembatan.messages.channels import Outcome
from jembatan.messages.channels.http import Answer, broken
from jembatan.messages.workflow import Fault, Result

# Of this recipient or this letter: never again there, their next contact takes over.
REFUSED = {
    100: "wrong parameter",
    130472: "part of an experiment of Meta",
    130497: "country not allowed",
    131008: "parameter missing",
    131009: "wrong value",
    131021: "our own number",
    131026: "not on WhatsApp, or an old version of it",
    131030: "not among the test numbers",
    131047: "more than 24 hours since they wrote",
    131049: "held back by Meta",
    131050: "does not want such messages",
    131051: "unknown type of message",
    132000: "template has another number of gaps",
    132001: "no such template in this language",
    132005: "template too long",
    132007: "template against the rules",
    132012: "template wants other values",
    132015: "template paused",
    132016: "template disabled",
    132018: "template wants other values",
}
THROTTLED = {4, 80007, 130429, 131048, 131064}  # the account or the number sends too much
SLOWER = {131056}  # too many to this one person
AWAY = {2, 131016, 131057, 133004}  # Meta says that it did nothing
PERHAPS = {1, 131000}  # something went wrong, Meta does not know what
# Of our account: nobody's letter goes out until somebody puts it right.
ACCOUNT = {0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 133010, *range(200, 300)}
SLOW = 6.0  # seconds


def outcome(answer: Answer) -> Outcome:
    said = answer.json()
    if answer.status == 200 and (number := _number(said)):
        return Outcome(Result.ACCEPTED, provider_id=number)
    code = code_of(said.get("error"))
    if code is None:
        return _by_status(answer)
    return _by_code(code, answer)


def _by_code(code: int, answer: Answer) -> Outcome:
    detail = words(code)
    if code in THROTTLED:
        return Outcome(Result.NOT_SENT, detail=detail, fault=Fault.THROTTLED, after=answer.retry_after() or SLOW)
    if code in SLOWER:
        return Outcome(Result.NOT_SENT, detail=detail, fault=Fault.RECIPIENT, after=answer.retry_after() or SLOW)
    if code in AWAY or code in ACCOUNT:
        return Outcome(Result.NOT_SENT, detail=detail, fault=Fault.UNREACHABLE)
    if code in PERHAPS:
        return Outcome(Result.UNKNOWN, detail=detail, fault=Fault.UNREACHABLE)
    if code in REFUSED:
        return Outcome(Result.REFUSED, detail=detail)
    return _by_status(answer, detail)


def _by_status(answer: Answer, detail: str = "") -> Outcome:
    """A code that we do not know, or none."""
    detail = detail or f"HTTP {answer.status}"
    match answer.status:
        case 429:
            return Outcome(Result.NOT_SENT, detail=detail, fault=Fault.THROTTLED, after=answer.retry_after() or SLOW)
        case 400 | 413 | 422:
            return Outcome(Result.REFUSED, detail=detail)
        case status if 300 <= status < 500:
            return Outcome(Result.NOT_SENT, detail=detail, fault=Fault.UNREACHABLE)
        case _:
            return broken(answer, detail)


def words(code: int) -> str:
    """Our words for a code; Meta's own may repeat the number."""
    return f"WhatsApp {code}: {REFUSED[code]}" if code in REFUSED else f"WhatsApp {code}"


def code_of(error: Any) -> int | None:
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _number(said: dict[str, Any]) -> str | None:
    messages = said.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    number = first.get("id") if isinstance(first, dict) else None
    return number if isinstance(number, str) and number else None
