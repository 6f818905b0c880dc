"""From the link to *Sudah* on a bad signal: what comes down the wire, compressed as it is sent."""

import re
from pathlib import Path

from django.test import Client

from jembatan.demo import corpus
from tests import factories
from tests.volunteer.conftest import PHONE, SITI, link_of, relay_at

KB = 1024


def on_the_wire(response) -> int:
    """Body as sent, and its headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return len(body) + sum(len(name) + len(value) + 4 for name, value in response.items())


def fetched_by(html: str) -> list[str]:
    """Everything that the page loads by itself."""
    loads = r'<(?:link rel="\w+" href|script type="module" src|img class="pixel" src)="([^"]+)"'
    return re.findall(loads, html)


def test_from_link_to_sudah_within_twenty_kilobytes(siti):
    longest = max((Path(corpus.__file__).parent).glob("*.md"), key=lambda file: file.stat().st_size)
    release = factories.published(body=longest.read_text().split("---", 2)[2])
    link = link_of(relay_at(release, SITI), siti)
    client = Client(headers={"user-agent": PHONE, "accept-encoding": "gzip"})

    page = client.get(link)
    loaded = [client.get(url) for url in fetched_by(Client(headers={"user-agent": PHONE}).get(link).content.decode())]
    answer = client.post(f"{link}sudah/", {"places": ["whatsapp"], "version": 1})
    after = client.get(answer["Location"])  # its style is in the browser's cache by now

    total = sum(on_the_wire(response) for response in (page, *loaded, answer, after))
    assert [response.status_code for response in loaded] == [200] * 5
    assert {response.get("Content-Encoding") for response in (page, after)} == {"gzip"}
    assert total <= 20 * KB, f"{total} bytes"
