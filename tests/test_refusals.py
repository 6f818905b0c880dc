"""A body that is too large is refused before it is read, a wrong method is explained."""

import http.client
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory

from jembatan.cli.address import gunicorn, wait_until_it_answers
from jembatan.people.roles import Role
from jembatan.refusals import page_above, too_large
from tests import factories

MB = 1024 * 1024
FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"


def lead(answer: Any) -> str:
    """The one sentence of the page, and where its button leads."""
    html = answer.content.decode()
    found = re.search(r'<p class="lead">(.+)</p>\s*<p><a class="button primary" href="([^"]+)">', html)
    assert found, html
    return f"{found[1]} → {found[2]}"


@pytest.mark.parametrize(
    ("kind", "length", "status"),
    [
        (FILES, 40 * MB, 0),
        (FILES, 40 * MB + 1, 413),
        (FORM, 5 * MB, 0),
        (FORM, 5 * MB + 1, 413),
        ("", 5 * MB + 1, 413),
        (FILES, "banyak", 413),
    ],
)
def test_what_is_too_large_depends_on_where_it_is_kept(kind: str, length: object, status: int) -> None:
    request = RequestFactory().post("/x/", b"x", content_type=kind, CONTENT_LENGTH=str(length))

    assert too_large(request) == status


def test_a_body_of_unknown_length_is_refused_and_none_at_all_is_fine() -> None:
    get, chunked = RequestFactory().get("/x/"), RequestFactory().get("/x/", HTTP_TRANSFER_ENCODING="chunked")

    assert [too_large(request) for request in (get, chunked)] == [0, 411]


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/meja/rilis/7/kirim/", "/meja/rilis/7/"),
        ("/meja/penerusan/7/wa/3/", "/meja/penerusan/7/"),
        ("/r/7k-2f-abc/sudah/", "/r/7k-2f-abc/"),
        ("/tugas/hapus/", "/tugas/"),
        ("/tidak/ada/di/sini", "/"),
    ],
)
def test_the_way_back_leads_to_the_page_above(path: str, above: str) -> None:
    assert page_above(path) == above


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address", "sentence"),
    [
        (
            "get",
            "/r/7k-2f-abc/sudah/",
            "Alamat ini bukan halaman. Kembali ke halamannya, lalu tekan tombol di sana. → /r/7k-2f-abc/",
        ),
        ("post", "/rilis/", "Halaman ini hanya bisa dibaca; tidak ada yang bisa dikirim ke sini. → /rilis/"),
    ],
)
def test_a_wrong_method_is_explained(
    caplog: pytest.LogCaptureFixture, method: str, address: str, sentence: str
) -> None:
    answer = getattr(Client(), method)(address)

    assert (answer.status_code, lead(answer)) == (405, sentence)
    assert answer["Allow"] == ("POST" if method == "get" else "GET, HEAD")
    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        f"Method Not Allowed ({method.upper()})"
    ]


@pytest.mark.django_db
def test_a_wrong_method_is_explained_to_staff_in_english_too() -> None:
    factories.regency()
    draft = factories.release()
    browser = Client()
    browser.force_login(factories.person(Role.REVIEWER))

    answer = browser.get(f"/en/meja/rilis/{draft.pk}/setujui/")

    said = "This address is not a page. Go back to its page and press the button there."
    assert (answer.status_code, lead(answer)) == (405, f"{said} → /en/meja/rilis/{draft.pk}/")


@pytest.mark.django_db
def test_the_api_refuses_in_its_own_words() -> None:
    answers = [
        Client().delete("/api/v1/releases"),
        Client().post("/api/v1/releases", b"", content_type=FORM, CONTENT_LENGTH=str(90 * MB)),
    ]

    assert [(a.status_code, a["Content-Type"]) for a in answers] == [(405, "application/problem+json")] * 2


@pytest.mark.django_db
def test_what_cannot_be_read_at_all_says_what_to_do() -> None:
    answer = Client().post("/tugas/sudah/", {f"x{n}": "" for n in range(1001)})

    sentence = "Tidak ada yang tersimpan. Muat ulang halamannya, lalu coba sekali lagi. → /"
    assert (answer.status_code, lead(answer)) == (400, sentence)


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[tuple[int, int]]:
    """Real gunicorn as `jembatan web` starts it, with one process: its port and the id of the process that answers."""
    place = connection.settings_dict
    url = f"postgresql:///{place['NAME']}?host={place['HOST']}&port={place['PORT']}&user={place['USER']}"
    url += f"&password={place['PASSWORD']}" if place["PASSWORD"] else ""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
        words = os.environ | {"DATABASE_URL": url, "WEB_CONCURRENCY": "1", "JEMBATAN_DATA": str(settings.DATA)}
        master = subprocess.Popen(gunicorn(listener), env=words, pass_fds=(listener.fileno(),))
        try:
            wait_until_it_answers(port, lambda: None)
            yield port, int(Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text().split()[0])
        finally:
            master.terminate()
            master.wait()


def most_memory(process: int) -> int:
    """The most that it ever held at once, in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


def sent(port: int, megabytes: int) -> tuple[int, str]:
    """Send so much, as a browser does: all of it, then it reads. Status and page."""
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    browser.putrequest("POST", "/r/7k-2f-abc/sudah/")
    browser.putheader("Content-Type", FILES)
    browser.putheader("Content-Length", str(megabytes * MB))
    browser.endheaders()
    for _n in range(megabytes):
        browser.send(b"x" * MB)
    answer = browser.getresponse()
    page = answer.read().decode()
    browser.close()
    return answer.status, page


def test_fifty_megabytes_are_refused_without_being_held(server: tuple[int, int]) -> None:
    port, process = server
    sent(port, 1)  # everything that a first request loads
    before = most_memory(process)

    answers = [sent(port, 50) for _time in range(3)]

    assert [status for status, _page in answers] == [413] * 3
    assert ["Berkas yang Anda kirim terlalu besar." in page for _status, page in answers] == [True] * 3
    assert most_memory(process) - before < 10 * MB


def test_the_next_request_on_the_same_connection_is_answered(server: tuple[int, int]) -> None:
    port, _process = server
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    browser.request("POST", "/r/7k-2f-abc/sudah/", b"x" * 50 * MB, {"Content-Type": FILES})
    first = browser.getresponse()
    first.read()
    browser.request("GET", "/healthz")
    second = browser.getresponse()

    assert (first.status, second.status, second.read()) == (413, 200, b"ok\n")
    browser.close()


def test_an_upload_in_chunks_is_refused(server: tuple[int, int]) -> None:
    port, process = server
    before = most_memory(process)
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    browser.request("POST", "/r/7k-2f-abc/sudah/", (b"x" * MB for _n in range(50)), {"Content-Type": FILES})

    assert browser.getresponse().status == 411
    browser.close()
    assert most_memory(process) - before < 10 * MB
