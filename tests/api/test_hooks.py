"""How large a provider's call may be: a letter with its attachments is read, more is refused before it is."""

from urllib.parse import parse_qsl

import pytest
from django.test import Client

from jembatan.api import hooks
from jembatan.messages.models import Inbound
from tests.messages.contract import email_mailgun, email_postmark
from tests.messages.test_hearing import AT

pytestmark = pytest.mark.django_db
MB = 1024 * 1024
HOOK = "/api/v1/hooks/email/"


def post(body: bytes, kind: str = "application/json", **more):
    headers = dict(email_postmark.signed(b"")[1])
    return Client().generic("POST", HOOK, body, content_type=kind, headers=headers, **more)


def test_a_letter_with_large_attachments_is_kept(settings, tmp_path):
    body, _proof = email_postmark.said("sari@contoh.id", "Sudah", "m-1", AT, None)
    body = body.replace(b'"HtmlBody": ""', b'"HtmlBody": "%s"' % (b"x" * 6 * MB))

    with email_postmark.provider(settings, tmp_path):
        answer = post(body)

    assert (answer.status_code, Inbound.objects.count()) == (200, 1)


def test_files_of_a_form_may_be_as_large(settings, tmp_path):
    fields, _headers = email_mailgun.said("sari@contoh.id", "Sudah", "m-1", AT, None)
    parts = [(f'name="{name}"', value.encode()) for name, value in parse_qsl(fields.decode())]
    parts.append(('name="attachment-1"; filename="foto.jpg"', b"x" * 6 * MB))
    lines = [b"--batas\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (n.encode(), v) for n, v in parts]

    with email_mailgun.provider(settings, tmp_path):
        answer = post(b"".join(lines) + b"--batas--\r\n", "multipart/form-data; boundary=batas")

    assert (answer.status_code, Inbound.objects.count()) == (200, 1)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 413),
        ({"CONTENT_LENGTH": "banyak"}, 413),
        ({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    ],
    ids=str,
)
def test_what_is_too_large_or_does_not_say_is_refused_in_one_line(settings, tmp_path, monkeypatch, more, status):
    monkeypatch.setattr(hooks, "MOST", 99)
    with email_postmark.provider(settings, tmp_path):
        answer = post(b"{" + b" " * 99, **more)

    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain")
    assert answer.content == b"at most 99 bytes, and Content-Length\n"
