"""The first page of the board: time and queries for the nation and for one regency of it, in one run."""

import statistics
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jembatan.areas.models import Area
from jembatan.people.models import Grant, Person
from jembatan.people.roles import Role
from jembatan.relays import publishing
from jembatan.releases.actions import Content, draft
from jembatan.releases.models import Release

TIMES = 9


def measure(nation: Release) -> None:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(_editor())
    text = Content(title="Uji", short="Uji", body="Uji", targets=["16.06"])
    regency = publishing.publish(release=draft(content=text, area=Area.objects.root(), by=None), by=None)
    for release, name in ((regency, "242 villages"), (nation, "83,762 villages")):
        print(f"board of {name}: {_page(client, f'/meja/rilis/{release.pk}/jangkauan/')}")
    for address in (f"/jangkauan/{nation.pk}/", "/meja/senyap/", "/meja/", "/meja/rilis/", "/wilayah/16/", "/"):
        print(f"{address}: {_page(client, address)}")


def _editor() -> Person:
    person = Person.objects.create(name="Penyunting", email="penyunting@demo.example")
    Grant.objects.create(person=person, role=Role.EDITOR, area=Area.objects.root())
    return person


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
