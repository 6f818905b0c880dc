"""What is logged, without the secrets that some addresses are made of."""

import logging
import re
from contextlib import suppress

# A volunteer's own link, a reporter's, a one-time sign-in link, one that ends or confirms a contact: a log must not
# give them away. Nor the words by which providers prove themselves in an address: docs/channels/sms.md, whatsapp.md.
_SECRET = re.compile(
    r"(/(?:r|titip|akun/tautan|berhenti|suara/saya|suara/kabari|meja/suara/j|open311/v2/tokens)/"
    r"|/langganan/(?=\d)|/tugas/(?=[^/\s]*-))"
    r"[^/\s?#\"'<>]+"
    r"|([?&](?:secret|hub\.verify_token)=)[^\s&#\"'<>]+"
)
_SERVER = ("gunicorn.access", "gunicorn.error")


def without_secrets(text: str) -> str:
    """`/en/r/7k-2f-abc/sudah/` becomes `/en/r/…/sudah/`."""
    return _SECRET.sub(r"\1\2…", text)


class WithoutSecrets(logging.Filter):
    """Cuts the secrets out of a line and its traceback; every line passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        with suppress(TypeError, ValueError, KeyError):  # its words do not fit: the handler says so
            record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True


def guard_server() -> None:
    """The same for gunicorn, which has handlers of its own: they would be lost if its loggers stood in LOGGING."""
    for name in _SERVER:
        logger = logging.getLogger(name)
        if not any(isinstance(each, WithoutSecrets) for each in logger.filters):
            logger.addFilter(WithoutSecrets())
