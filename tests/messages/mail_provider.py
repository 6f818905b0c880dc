"""A provider of e-mail with an API, as far as all of them are alike; the contract's modules say the rest."""

import base64
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from jembatan import mail_settings
from jembatan.messages.workflow import Fault
from tests.messages.http_provider import CUT, HANG, Asked, HttpProvider, Reply

GOOD, BAD = (" Sari@Contoh.ID", "sari@contoh.id"), "sari@"
SECRET = "panjang-dan-rahasia-sekali"
PASSWORD = f"jembatan:{SECRET}"
OUTCOMES = {
    "refuse": ("refused", None),
    "throttle": ("not_sent", Fault.THROTTLED),
    "away": ("not_sent", Fault.UNREACHABLE),
    "key": ("not_sent", Fault.UNREACHABLE),
    "broken": ("unknown", Fault.UNREACHABLE),
    "strange": ("unknown", Fault.UNREACHABLE),
    "hang": ("unknown", Fault.UNREACHABLE),
    "cut": ("unknown", Fault.UNREACHABLE),
}
NEXT: dict[str, Reply | str] = {
    "refuse": Reply({"message": f"{GOOD[1]} is no address"}, 400),
    "throttle": Reply({"message": "slowly"}, 429, {"Retry-After": "7"}),
    "away": Reply("maintenance", 503),
    "key": Reply({"message": "unauthorized"}, 401),
    "broken": Reply("oops", 500),
    "strange": Reply("what is this"),
    "hang": HANG,
    "cut": CUT,
}


class Server:
    def __init__(self, server: HttpProvider, text: Callable[[Asked], str], refusal: Reply | None) -> None:
        self.server, self.text, self.refusal = server, text, refusal

    def will(self, what: str) -> None:
        self.server.next = [self.refusal if what == "refuse" and self.refusal else NEXT[what]]

    def arrived(self) -> Counter[str]:
        return Counter(self.text(asked).strip() for asked in self.server.taken)


@contextmanager
def serving(
    settings: Any,
    name: str,
    path: str,
    answer: Callable[[int], Any],
    text: Callable[[Asked], str],
    *,
    refusal: Reply | None = None,
    **more: str,
) -> Iterator[Server]:
    """`answer`: what the API says to the nth letter; `text`: of a letter; `more`: variables of the environment."""
    with HttpProvider({path: lambda _asked: Reply(answer(len(server.taken)))}) as server:
        said = {
            "PROVIDER": name,
            "KEY": "kunci-api-0000",
            "SECRET": SECRET if name in mail_settings.SIGNING else PASSWORD,
            "REPLY_TO": "balas@contoh.go.id",
            "API_URL": f"{server.url}/api",
        } | more
        here = mail_settings.read({f"JEMBATAN_EMAIL_{key}": value for key, value in said.items()})
        settings.EMAIL_PROVIDER, settings.EMAIL_BACKEND = here, here.backend
        settings.ANYMAIL = mail_settings.anymail(here) | {"REQUESTS_TIMEOUT": (0.5, 0.5)}
        yield Server(server, text, refusal)


def signed(body: bytes) -> tuple[bytes, dict[str, str]]:
    """By a name and a password, as those do that sign nothing."""
    return body, {"authorization": "Basic " + base64.b64encode(PASSWORD.encode()).decode()}


def forged(call: tuple[bytes, dict[str, str]]) -> tuple[bytes, dict[str, str]]:
    wrong = base64.b64encode(b"jembatan:menebak-saja-0000").decode()
    return call[0], call[1] | {"authorization": f"Basic {wrong}"}


def pressed(*_: object) -> None:
    return None
