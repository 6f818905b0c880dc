"""The secrets that addresses are made of do not stand in any log."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from jembatan import logs

SECRET = "7k-2f-abcdefghijklmnop"  # planted: as long as a real one, and it opens nothing


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What comes out of the handler that the settings describe, whichever logger said it."""
    (handler,) = (each for each in logging.getLogger().handlers if each.name == "stderr")
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/r/{SECRET}/", "/r/…/"),
        (f"/en/r/{SECRET}/sudah/", "/en/r/…/sudah/"),
        (f"/akun/tautan/{SECRET}/", "/akun/tautan/…/"),
        (f"/berhenti/{SECRET}/?x=1", "/berhenti/…/?x=1"),
        ("/langganan/7-0123abc/", "/langganan/…/"),
        (f"/en/suara/saya/ABCD2345-{SECRET}/foto/7/", "/en/suara/saya/…/foto/7/"),
        (f"/suara/kabari/{SECRET}/", "/suara/kabari/…/"),
        (f"/en/titip/{SECRET}/daftar/", "/en/titip/…/daftar/"),
        (f"/meja/suara/j/{SECRET}/", "/meja/suara/j/…/"),
        (f"/open311/v2/tokens/ABCD2345-{SECRET}.json", "/open311/v2/tokens/…"),
        ("/suara/ABCD2345/", "/suara/ABCD2345/"),
        ("/langganan/?wilayah=16.06", "/langganan/?wilayah=16.06"),
        (f'"GET /r/{SECRET} HTTP/1.1"', '"GET /r/… HTTP/1.1"'),
        ("/meja/rilis/7/", "/meja/rilis/7/"),
        (f'"POST /api/v1/hooks/sms/?secret={SECRET} HTTP/1.1"', '"POST /api/v1/hooks/sms/?secret=… HTTP/1.1"'),
        (f"/api/v1/hooks/sms/?id=1&secret={SECRET}&status=2", "/api/v1/hooks/sms/?id=1&secret=…&status=2"),
        (f"/x/?hub.verify_token={SECRET}&hub.challenge=1", "/x/?hub.verify_token=…&hub.challenge=1"),
    ],
)
def test_secret_of_an_address_is_cut_and_the_rest_stays(path: str, shown: str) -> None:
    assert logs.without_secrets(path) == shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "line"),
    [
        (f"/r/{SECRET}/", "WARNING django.request: Not Found: /r/…/"),
        (f"/en/r/{SECRET}/bacakan/", "WARNING django.request: Not Found: /en/r/…/bacakan/"),
        (f"/akun/tautan/{SECRET}/", "WARNING django.request: Gone: /akun/tautan/…/"),
        (f"/berhenti/{SECRET}/", "WARNING django.request: Not Found: /berhenti/…/"),
    ],
)
def test_a_refused_request_is_logged_without_its_secret(lines: io.StringIO, address: str, line: str) -> None:
    Client().get(address)

    assert [said.split(" ", 2)[2] for said in lines.getvalue().splitlines()] == [line]


@pytest.mark.django_db
def test_a_form_without_its_token_is_logged_without_its_secret(lines: io.StringIO) -> None:
    Client(enforce_csrf_checks=True).post(f"/r/{SECRET}/sudah/", {})

    assert [said.split(" ", 2)[2] for said in lines.getvalue().splitlines()] == [
        "WARNING django.security.csrf: Forbidden (CSRF cookie not set.): /r/…/sudah/"
    ]


def test_a_traceback_is_logged_without_the_secret(lines: io.StringIO) -> None:
    address = f"/r/{SECRET}/"
    try:
        raise ValueError(address)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", address)

    said = lines.getvalue()
    assert (said.count(SECRET), said.count("/r/…/")) == (0, 2)


def test_a_line_that_cannot_be_put_together_breaks_nothing() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%d of %d", ("one",), None)

    assert logs.WithoutSecrets().filter(record)


def test_gunicorns_own_lines_are_without_secrets() -> None:
    """Both loggers, once each, however often the application is loaded."""
    logs.guard_server()
    logs.guard_server()

    for name in ("gunicorn.access", "gunicorn.error"):
        (guard,) = logging.getLogger(name).filters
        atoms = {"r": f"GET /r/{SECRET}/ HTTP/1.1", "s": 200, "f": f"https://x/akun/tautan/{SECRET}/"}
        record = logging.LogRecord(name, logging.INFO, "", 0, '"%(r)s" %(s)s "%(f)s"', (atoms,), None)
        guard.filter(record)  # type: ignore[union-attr]
        assert record.getMessage() == '"GET /r/…/ HTTP/1.1" 200 "https://x/akun/tautan/…/"'
