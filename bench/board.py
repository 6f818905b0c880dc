"""Pages that show the nation: time, queries and size of each, to stderr."""

import statistics
import sys
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jembatan.areas.models import Area
from jembatan.people.models import Grant, Person
from jembatan.people.roles import Role
from jembatan.relays import publishing
from jembatan.releases.actions import Content, draft

TIMES = 9


def editor() -> Person:
    person = Person.objects.create(name="Penyunting", email="penyunting@demo.example")
    Grant.objects.create(person=person, role=Role.EDITOR, area=Area.objects.root())
    return person


def look_around(client: Client, nation: int) -> None:
    text = Content(title="Uji", short="Uji", body="Uji", targets=["16.06"])
    regency = publishing.publish(release=draft(content=text, area=Area.objects.root(), by=None), by=None)
    boards = [f"/meja/rilis/{pk}/jangkauan/" for pk in (regency.pk, nation)]
    for address in [*boards, f"/jangkauan/{nation}/", "/meja/senyap/", "/meja/", "/meja/rilis/", "/wilayah/16/", "/"]:
        print(f"{address}: {_page(client, address)}", file=sys.stderr)


def _page(client: Client, address: str) -> str:
    """Median of several requests after a first one, how many queries each, and the size of the page."""
    client.get(address)
    seconds = []
    for _time in range(TIMES):
        begin = time.perf_counter()
        response = client.get(address, headers={"accept-encoding": "gzip"})
        seconds.append(time.perf_counter() - begin)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    size = len(response.content) / 1024
    return f"{statistics.median(seconds) * 1000:.0f} ms, {len(queries)} queries, {size:.0f} KiB, {response.status_code}"
