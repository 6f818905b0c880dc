"""E-mail to a real SMTP server, which misbehaves in each way that matters."""

import socket
from email import message_from_file, policy
from pathlib import Path

import pytest

from jembatan.messages.channels import email
from jembatan.messages.letters import Draft, Letter
from tests.messages.sending import send


def letter(number: int = 1, to: str = "sari@contoh.id", **more) -> Letter:
    words = {"subject": "Kabar", "text": "Posyandu <b> & hari ini.\n\nBuka https://contoh.id/r/1", "link": ""} | more
    leave = f"https://contoh.id/berhenti/{number}/"
    return Letter(delivery_id=number, key=f"{number}.0", address=to, draft=Draft(**words), leave=leave)


def results(letters: list[Letter]) -> list[str]:
    return [str(outcome.result) for outcome in send(email, letters)]


def test_accepted_by_the_server(smtp_server):
    said = send(email, [letter(1), letter(2)])

    assert [o.result for o in said] == ["accepted", "accepted"]
    assert [m["Message-ID"] for m in smtp_server.messages] == [o.provider_id for o in said]


def test_headers_and_both_bodies(smtp_server):
    send(email, [letter(7, subject="Kabar\nBcc: siapa@contoh.id", link="https://contoh.id/r/7")])

    [message] = smtp_server.messages
    plain, html = (part.get_payload(decode=True).decode() for part in message.get_payload())
    assert (message["To"], message["Bcc"]) == ("sari@contoh.id", None)
    assert message["List-Unsubscribe"] == "<https://contoh.id/berhenti/7/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert plain.startswith("Posyandu <b> & hari ini.")
    assert "<p>Posyandu &lt;b&gt; &amp; hari ini.</p>" in html
    assert '<a href="https://contoh.id/r/1">' in html
    assert '<a href="https://contoh.id/r/7">' in html


@pytest.mark.parametrize("html", ["", "<html><body><p>Kabar</p></body></html>", "<p>Kabar</p>"])
def test_both_bodies_end_with_the_way_to_leave(smtp_server, html):
    send(email, [letter(7, html=html)])

    [message] = smtp_server.messages
    plain, page = ("\n".join(part.get_payload(decode=True).decode().split("\r\n")) for part in message.get_payload())
    line = "Tidak ingin menerima e-mail ini lagi? Berhenti di sini:"
    assert plain.endswith(f"\n\n{line} https://contoh.id/berhenti/7/")
    assert f'<p><small>{line} <a href="https://contoh.id/berhenti/7/">' in page
    assert page.endswith("</body></html>") == (not html.startswith("<p>"))


def test_message_id_is_the_same_for_every_try(smtp_server):
    send(email, [letter(1)])
    send(email, [letter(1)])

    assert list(smtp_server.arrived().values()) == [2]


@pytest.mark.parametrize(
    ("rcpt", "data", "result"),
    [
        ("550 5.1.1 no such user", "", "refused"),
        ("450 4.2.1 mailbox busy", "", "not_sent"),
        ("", "554 5.7.1 rejected", "refused"),
        ("", "451 4.3.0 later", "not_sent"),
        ("", "hang", "unknown"),
    ],
)
def test_what_the_server_says_about_one_letter_is_about_that_letter(smtp_server, rcpt, data, result):
    smtp_server.rcpt, smtp_server.data = (
        ({"budi@contoh.id": rcpt} if rcpt else {}),
        {"budi@contoh.id": data or "250 OK"},
    )

    said = send(email, [letter(1), letter(2, "budi@contoh.id"), letter(3)])

    assert [o.result for o in said] == ["accepted", result, "accepted"]
    assert "budi" not in said[1].detail


def test_nobody_listens_so_nothing_was_sent(settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused.getsockname()[1]
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False

        assert results([letter(1), letter(2)]) == ["not_sent", "not_sent"]


def test_two_threads_never_find_the_same_connection_free(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    free = email.Free()
    free.give_back(email._connection())

    class Raced(list):
        """Another thread takes the last one between the look and the taking."""

        def __bool__(self) -> bool:
            self.clear()
            return True

    free.idle = Raced(free.idle)
    first = free.take()
    free.close()

    assert first is not None


def test_a_folder_of_files_in_development(settings, tmp_path: Path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "email"

    said = results([letter(1)])

    [file] = (tmp_path / "email").iterdir()
    with file.open() as stored:
        message = message_from_file(stored, policy=policy.default)
    assert (said, message["Subject"]) == (["accepted"], "Kabar")
