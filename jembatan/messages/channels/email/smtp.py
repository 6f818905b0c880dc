"""Django's SMTP backend, and whether the bytes of a letter went out before it failed."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend

DJANGO = "django.core.mail.backends.smtp.EmailBackend"
BACKEND = "jembatan.messages.channels.email.smtp.Backend"


class _Watched:
    """Notes when a letter's text is written and not answered yet."""

    body_went_out = False

    def data(self, message: Any) -> tuple[int, bytes]:
        self.body_went_out = True
        answer: tuple[int, bytes] = super().data(message)  # type: ignore[misc]
        self.body_went_out = False
        return answer


class Plain(_Watched, smtplib.SMTP):
    pass


class Encrypted(_Watched, smtplib.SMTP_SSL):
    pass


class Backend(smtp.EmailBackend):
    """Opens anew after a server hung up, and remembers how the last letter went."""

    connection: Any
    lost_after_body = False

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return Encrypted if self.use_ssl else Plain

    def send_messages(self, messages: Any) -> int:
        self.lost_after_body = False
        try:
            return super().send_messages(messages) or 0
        except (OSError, smtplib.SMTPException):
            self.lost_after_body = bool(self.connection and self.connection.body_went_out)
            self.close()  # the next letter begins with a fresh connection
            raise


def body_went_out(connection: BaseEmailBackend) -> bool:
    """Whether the last letter may have arrived. For any other backend we do not know: perhaps."""
    return connection.lost_after_body if isinstance(connection, Backend) else True
