"""A real SMTP server on a free port, that can be told to misbehave for an address."""

import asyncio
import socket
from collections import Counter
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class SmtpServer:
    def __enter__(self) -> "SmtpServer":
        self.messages: list[Message] = []
        self.rcpt: dict[str, str] = {}  # address → answer to RCPT
        self.data: dict[str, str] = {}  # address → answer after the text; "hang": takes it and never answers
        self.next = ""  # answer after the next text, whoever it is for
        self.port = _free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def arrived(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(message["Message-ID"] for message in self.messages)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options) -> str:
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.next or self.data.get(envelope.rcpt_tos[0], "250 OK")
        self.next = ""
        if answer.startswith("250") or answer == "hang":
            self.messages.append(message_from_bytes(envelope.content))
        if answer == "hang":
            await asyncio.sleep(2)
        return answer
