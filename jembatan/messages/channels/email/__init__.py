"""E-mail through Django: a folder of files in development, an SMTP server when one is set."""

from contextlib import suppress
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from jembatan.messages.channels import Capabilities, Outcome
from jembatan.messages.channels.email import smtp
from jembatan.messages.channels.email.mail import compose, message_id
from jembatan.messages.errors import BadAddress
from jembatan.messages.letters import Letter
from jembatan.messages.workflow import Result

# SMTP knows no idempotency key. Few in flight: each of them may be uncertain after a kill.
CAN = Capabilities(idempotency_key=False, receipts=False, inbound=False, batch=10, rate=None, seconds=240)


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


def send(letters: list[Letter]) -> list[Outcome]:
    """One connection for the batch. Where it cannot be opened, nothing was sent."""
    connection = _connection()
    try:
        return [_send_one(connection, letter) for letter in letters]
    finally:
        with suppress(OSError, SMTPException):
            connection.close()


def _connection() -> BaseEmailBackend:
    """Django's backend; for SMTP our own, which knows whether the letter's bytes went out."""
    name = settings.EMAIL_BACKEND
    connection: BaseEmailBackend = get_connection(smtp.BACKEND if name == smtp.DJANGO else name)
    return connection


def _send_one(connection: BaseEmailBackend, letter: Letter) -> Outcome:
    try:
        connection.open()
    except (OSError, SMTPException) as error:  # refused, no such host, wrong password
        return Outcome(Result.NOT_SENT, detail=_words(error))
    try:
        connection.send_messages([compose(letter)])
    except (OSError, SMTPException) as error:
        return Outcome(_result(error, smtp.body_went_out(connection)), detail=_words(error))
    return Outcome(Result.ACCEPTED, provider_id=message_id(letter))


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
