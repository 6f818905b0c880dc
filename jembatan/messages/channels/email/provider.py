"""A letter through a provider's API: what its answer, or the lack of one, means."""

import requests  # anymail's own client: only its errors are read here
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from jembatan.messages.channels import Outcome
from jembatan.messages.channels.http import Answer, broken
from jembatan.messages.workflow import Fault, Result

# Where 422 is never about the letter: what is wrong with a recipient, anymail has read out of it already.
ACCOUNT = {"postmark": {422}}
LETTER = {400, 413, 422}  # this letter will not do, however often it is sent
TAKEN = {"sent", "queued"}
NEVER = {"invalid", "rejected", "failed"}


def send(connection: BaseEmailBackend, message: EmailMultiAlternatives, name: str) -> Outcome:
    try:
        connection.send_messages([message])
    except AnymailRecipientsRefused as error:
        return Outcome(Result.REFUSED, detail=_words(error.email_message))
    except AnymailAPIError as error:
        return _failed(error, name)
    except (AnymailError, ValueError) as error:  # what it cannot carry; nothing was sent
        return Outcome(Result.REFUSED, detail=type(error).__name__)
    return _taken(message)


def _taken(message: EmailMultiAlternatives) -> Outcome:
    """There is one recipient, so one status."""
    [one] = message.anymail_status.recipients.values()  # type: ignore[attr-defined]
    if one.status in NEVER:
        return Outcome(Result.REFUSED, detail=one.status)
    result = Result.ACCEPTED if one.status in TAKEN or one.message_id else Result.UNKNOWN
    return Outcome(result, provider_id=one.message_id, detail=None if one.status in TAKEN else one.status)


def _words(message: EmailMultiAlternatives) -> str:
    return " ".join(sorted(message.anymail_status.status or ()))  # type: ignore[attr-defined]


def _failed(error: AnymailAPIError, name: str) -> Outcome:
    """Never the provider's sentence: it may repeat the address."""
    if error.response is None:
        sent = not _unconnected(error)
        result, words = Result.UNKNOWN if sent else Result.NOT_SENT, type(error.__cause__).__name__
        return Outcome(result, detail=words, fault=Fault.UNREACHABLE)
    answer = Answer(error.response.status_code, b"", error.response.headers)
    words = f"HTTP {answer.status}"
    if answer.status < 400:  # it took the letter, and what it said cannot be read
        return Outcome(Result.UNKNOWN, detail=words, fault=Fault.UNREACHABLE)
    if answer.status >= 500:
        return broken(answer, words)
    if answer.status == 429:
        return Outcome(Result.NOT_SENT, detail=words, fault=Fault.THROTTLED, after=answer.retry_after())
    if answer.status in LETTER - ACCOUNT.get(name, set()):
        return Outcome(Result.REFUSED, detail=words)
    return Outcome(Result.NOT_SENT, detail=words, fault=Fault.UNREACHABLE)  # a wrong key, no credit left


def _unconnected(error: AnymailAPIError) -> bool:
    """Whether there never was a connection, so that no byte can have gone out."""
    cause = error.__cause__
    if isinstance(cause, requests.ConnectTimeout):
        return True
    inner = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError | ConnectTimeoutError)
