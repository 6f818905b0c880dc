import pytest

from jembatan.messages import channels
from tests.messages.fakes import Provider
from tests.messages.smtp_server import SmtpServer


@pytest.fixture(autouse=True)
def writers(settings):
    settings.MESSAGE_WRITERS = {"test": "tests.messages.letters.write", "broken": "tests.messages.letters.fail"}


@pytest.fixture
def plain(monkeypatch) -> Provider:
    """A provider without an idempotency key, as the only channel beside the inbox."""
    return _installed(monkeypatch, Provider(keyed=False), "plain")


@pytest.fixture
def keyed(monkeypatch) -> Provider:
    """A provider that takes a letter with the same key once only."""
    return _installed(monkeypatch, Provider(keyed=True), "keyed")


def _installed(monkeypatch, provider: Provider, name: str) -> Provider:
    real = channels.load
    monkeypatch.setattr(channels, "kinds", lambda: ["inbox", name])
    monkeypatch.setattr(channels, "load", lambda kind: provider if kind == name else real(kind))
    return provider


@pytest.fixture
def smtp_server(settings):
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server
