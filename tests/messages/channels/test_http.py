"""What becomes of a letter over HTTP, against a real server that misbehaves in each way that matters."""

import asyncio
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from jembatan.messages.channels import Outcome, http
from jembatan.messages.channels.http import Answer
from tests.messages.http_provider import CUT, CUT_AFTER, HANG, HttpProvider, Reply


def ask(url: str, seconds: float = 5) -> Answer | Outcome:
    async def one() -> Answer | Outcome:
        async with http.session() as session:
            session._timeout = http.aiohttp.ClientTimeout(total=seconds, sock_connect=0.3)
            return await http.ask(session, "POST", url, json={"text": "Kabar"})

    return asyncio.run(one())


def fate(said: Answer | Outcome) -> tuple[str, str | None]:
    assert isinstance(said, Outcome)
    return str(said.result), said.fault


@pytest.fixture
def server():
    with HttpProvider({"/send": lambda asked: Reply({"got": asked.json()["text"]})}) as server:
        yield server


def test_an_answer_is_an_answer_whatever_its_status(server):
    server.next = [Reply("busy", 429, {"Retry-After": "7"})]

    busy, good = ask(f"{server.url}/send"), ask(f"{server.url}/send")

    assert (busy.status, busy.body, busy.retry_after(), good.json()) == (429, b"busy", 7.0, {"got": "Kabar"})
    assert len(server.taken) == 1


@pytest.mark.parametrize("what", [CUT, CUT_AFTER, HANG])
def test_without_an_answer_it_may_have_gone_out(server, what):
    server.next = [what]

    assert fate(ask(f"{server.url}/send", 0.3)) == ("unknown", "unreachable")


def unused() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/send"


def encrypted() -> str:
    """An address that speaks no TLS."""
    return unused().replace("http:", "https:")


@pytest.mark.parametrize("where", [unused, encrypted, lambda: "http://tidak-ada.invalid/"])
def test_without_a_connection_nothing_was_sent(where: Callable[[], str]):
    assert fate(ask(where())) == ("not_sent", "unreachable")


def test_a_server_that_does_not_take_the_connection():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with socket.create_connection(full.getsockname()):
            assert fate(ask(f"http://127.0.0.1:{full.getsockname()[1]}/")) == ("not_sent", "unreachable")


@pytest.mark.parametrize(
    ("status", "result"), [(500, "unknown"), (502, "unknown"), (503, "not_sent"), (504, "unknown")]
)
def test_a_broken_provider(status, result):
    said = http.broken(Answer(status, b"", {"Retry-After": "9"}))

    assert (said.result, said.fault, said.after) == (result, "unreachable", 9.0 if status == 503 else None)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", "[" * 100_000])
def test_what_is_no_object_reads_as_an_empty_one(text):
    assert Answer(200, text.encode(), {}).json() == {}


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7), ("", None), ("soon", None), ("-3", None), ("9" * 5000, 999999999)]
)
def test_retry_after_in_seconds(said, seconds):
    assert Answer(429, b"", {"Retry-After": said}).retry_after() == seconds


def test_retry_after_as_a_date():
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)

    assert 50 < (Answer(429, b"", {"Retry-After": at}).retry_after() or 0) <= 60
