from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jembatan.messages.workflow import Fault
from tests.messages.smtp_server import SmtpServer

GOOD, BAD = (" Sari@Contoh.ID", "sari@contoh.id"), "sari@"
OUTCOMES = {
    "refuse": ("refused", None),
    "later": ("not_sent", Fault.RECIPIENT),
    "hang": ("unknown", Fault.UNREACHABLE),
}


class Server:
    def __init__(self, server: SmtpServer) -> None:
        self.server = server

    def will(self, what: str) -> None:
        self.server.next = {"refuse": "554 5.7.1 rejected", "hang": "hang"}.get(what, "451 4.3.0 later")

    def arrived(self) -> Counter[str]:
        texts = (m.get_payload()[0].get_payload(decode=True).decode().strip() for m in self.server.messages)
        return Counter(texts)


@contextmanager
def provider(settings: Any, tmp_path: Path) -> Iterator[Server]:
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield Server(server)
