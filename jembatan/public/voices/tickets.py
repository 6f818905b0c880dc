"""The ticket that stands hidden in each form: it makes sending twice one voice, and asks for a little work.

Nothing is kept of it. Its id becomes the `client_id` of the voice, which is unique, so a ticket is good for one voice;
the voice's secret is derived from the ticket, so that whoever lost the answer on a bad signal sends the same form again
and reads the same secret. The work (a number whose SHA-256 with the ticket begins with zeros) is done by
static/js/proof.js while they write. Without it a voice is taken all the same, and somebody looks at it first.
"""

import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID, uuid4

from jembatan.keyring import mac
from jembatan.voices.codes import LETTERS, SECRET

BITS = 17  # zeros asked for: some 130,000 tries, about two seconds of an old telephone
VALID = 12 * 60 * 60  # seconds: somebody may write in the morning and send in the evening
_SHAPE = re.compile(r"([0-9a-f]{32})\.[\w-]{22}\.(\d{10})\.[0-9a-f]{32}", re.ASCII)
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ticket:
    text: str
    client_id: UUID
    until: int  # seconds since 1970

    @property
    def secret(self) -> str:
        """What only whoever has this form can know. Not stored: the ticket's second part is in no table."""
        number = int.from_bytes(mac("voice-secret", self.text))
        return "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(SECRET))

    def worked(self, number: str) -> bool:
        """Whether the work was done, in time."""
        if not _NUMBER.fullmatch(number) or self.until < time.time():
            return False
        digest = hashlib.sha256(f"{self.text}.{number}".encode()).digest()
        return int.from_bytes(digest) >> (256 - BITS) == 0


def issue() -> Ticket:
    client_id, until = uuid4(), int(time.time()) + VALID
    body = f"{client_id.hex}.{secrets.token_urlsafe(16)}.{until}"
    return Ticket(f"{body}.{_seal(body)}", client_id, until)


def read(said: str) -> Ticket | None:
    """None for what is no ticket of ours."""
    found = _SHAPE.fullmatch(said)
    if not found or not compare_digest(said.rpartition(".")[2], _seal(said.rpartition(".")[0])):
        return None
    return Ticket(said, UUID(found[1]), int(found[2]))


def _seal(body: str) -> str:
    return mac("voice-ticket", body).hex()[:32]
