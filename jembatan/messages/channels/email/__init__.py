"""E-mail: through a provider or an SMTP server where one is set, else a folder of files."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from jembatan.mail_settings import Provider
from jembatan.messages.channels import Capabilities, Outcome, Send
from jembatan.messages.channels.email import calls, provider, smtp
from jembatan.messages.channels.email.mail import compose, message_id
from jembatan.messages.errors import BadAddress, Forged
from jembatan.messages.hearing import Heard
from jembatan.messages.letters import Letter
from jembatan.messages.workflow import Fault, Result

KEPT = 30.0  # seconds that an idle connection is used again
AT_ONCE = 10  # SMTP knows no idempotency key: few in flight, each of them may be uncertain after a kill


def can() -> Capabilities:
    """Only a provider that calls tells what became of a letter, and only with an address for answers they come."""
    here: Provider | None = settings.EMAIL_PROVIDER
    calls_us = here is not None and bool(here.secret)
    return Capabilities(
        idempotency_key=False,
        receipts=calls_us,
        inbound=bool(here and here.reply_to),
        batch=AT_ONCE,
        rate=settings.EMAIL_RATE,
        seconds=60,
        patience=here.patience if here and calls_us else None,
    )


def configured() -> bool:
    """Always: without a server the letters lie in a folder of files."""
    return True


def normalise(address: str) -> str:
    """Lower case, no spaces around; raises BadAddress."""
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadAddress(
            _("Alamat e-mail “%(address)s” tidak benar. Tulis seperti nama@contoh.id.") % {"address": address}
        ) from None
    return address


def hear(body: bytes, headers: Mapping[str, str]) -> Heard:
    """Raises Forged, Garbled. Without a provider nobody has anything to tell."""
    if settings.EMAIL_PROVIDER is None:
        raise Forged
    return calls.hear(settings.EMAIL_PROVIDER, body, headers)


@asynccontextmanager
async def open() -> AsyncIterator[Send]:
    """Connections to the server are kept and used by one letter at a time; each letter in a thread."""
    free = Free()

    async def send(letter: Letter) -> Outcome:
        return await asyncio.get_running_loop().run_in_executor(threads, _send_one, free, letter)

    threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="smtp")
    try:
        yield send
    finally:
        threads.shutdown(wait=False)  # one may wait for a server that hangs: the others' letters are not kept by it
        free.close()


def _connection() -> BaseEmailBackend:
    """Django's backend; for SMTP our own, which knows whether the letter's bytes went out."""
    name = settings.EMAIL_BACKEND
    connection: BaseEmailBackend = get_connection(smtp.BACKEND if name == smtp.DJANGO else name)
    return connection


class Free:
    """Connections that nobody uses now. An idle server may hang up: then the next letter opens a fresh one."""

    def __init__(self) -> None:
        self.idle: list[tuple[float, BaseEmailBackend]] = []

    def take(self) -> BaseEmailBackend:
        while idle := self._pop():
            since, connection = idle
            if time.monotonic() - since < KEPT:
                return connection
            _close(connection)
        return _connection()

    def give_back(self, connection: BaseEmailBackend) -> None:
        self.idle.append((time.monotonic(), connection))

    def close(self) -> None:
        while idle := self._pop():
            _close(idle[1])

    def _pop(self) -> tuple[float, BaseEmailBackend] | None:
        """Asking first whether there is one would be too late: another thread may take it in between."""
        try:
            return self.idle.pop()
        except IndexError:
            return None


def _close(connection: BaseEmailBackend) -> None:
    with suppress(OSError, SMTPException):
        connection.close()


def _send_one(free: Free, letter: Letter) -> Outcome:
    """Where the server cannot be reached, nothing was sent."""
    try:
        message = compose(letter)
    except ValueError as error:  # a line break in a heading
        return Outcome(Result.REFUSED, detail=type(error).__name__)
    connection = free.take()
    try:
        connection.open()
    except (OSError, SMTPException) as error:  # refused, no such host, wrong password
        return Outcome(Result.NOT_SENT, detail=_words(error), fault=Fault.UNREACHABLE)
    if settings.EMAIL_PROVIDER:
        outcome = provider.send(connection, message, settings.EMAIL_PROVIDER.name)
        free.give_back(connection)
        return outcome
    try:
        connection.send_messages([message])
    except (OSError, SMTPException) as error:
        _close(connection)
        return _failed(error, smtp.body_went_out(connection))
    free.give_back(connection)
    return Outcome(Result.ACCEPTED, provider_id=message_id(letter))


def _failed(error: Exception, body_went_out: bool) -> Outcome:
    result = _result(error, body_went_out)
    if result == Result.REFUSED:
        return Outcome(result, detail=_words(error))
    answered = isinstance(error, SMTPResponseException | SMTPRecipientsRefused)
    return Outcome(result, detail=_words(error), fault=Fault.RECIPIENT if answered else Fault.UNREACHABLE)


def _result(error: Exception, body_went_out: bool) -> Result:
    """A permanent no to the address or the text is for ever; a cut after the text's bytes may be either."""
    if isinstance(error, SMTPRecipientsRefused):
        permanent = all(code >= 500 for code, _said in error.recipients.values())
        return Result.REFUSED if permanent else Result.NOT_SENT
    if isinstance(error, SMTPDataError):
        return Result.REFUSED if error.smtp_code >= 500 else Result.NOT_SENT
    return Result.UNKNOWN if body_went_out else Result.NOT_SENT


def _words(error: Exception) -> str:
    """The server's code and the kind of error; its sentence may repeat the address, so it stays out."""
    if isinstance(error, SMTPRecipientsRefused):
        return "SMTP " + " ".join(str(code) for code, _said in error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return f"SMTP {error.smtp_code} {type(error).__name__}"
    return type(error).__name__
