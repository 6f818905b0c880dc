"""The Atom feeds: what is in them, that a copy may be kept, and that programs are counted, not people."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from jembatan.people.roles import Role
from jembatan.relays import publishing
from jembatan.releases.feed_readings import most_in_a_day
from jembatan.releases.models import FeedReading, Release
from tests import factories

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def fetch(address: str = "/rilis.atom", agent: str = "FreshRSS/1.24", **headers):
    return Client(headers={"user-agent": agent, **headers}).get(address)


def entries(address: str, path: str = "title") -> list[str]:
    feed = ElementTree.fromstring(fetch(address).content)
    return [entry.findtext(f"a:{path}", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]


def test_an_area_has_the_releases_that_cover_it_or_a_part(root):
    factories.published(title="Semua", targets=["16.06"])
    factories.published(title="Satu desa", targets=["16.06.01.2001"])
    factories.published(title="Di sana", targets=["16.06.02"])
    factories.release(title="Draf")

    assert entries("/rilis.atom") == ["Di sana", "Satu desa", "Semua"]
    assert entries("/wilayah/16.06.01.2001/rilis.atom") == ["Satu desa", "Semua"]
    assert entries("/wilayah/16.06.01/rilis.atom") == ["Satu desa", "Semua"]
    assert fetch("/wilayah/16.07/rilis.atom").status_code == 404


def test_an_entry_leads_to_the_page(root, settings):
    release = factories.published(title="Air & api", short="Kabar <singkat>.")
    feed = ElementTree.fromstring(fetch().content)
    entry = feed.find("a:entry", ATOM)

    assert entry.find("a:link", ATOM).get("href") == settings.BASE_URL + release.get_absolute_url()
    assert entry.findtext("a:id", namespaces=ATOM) == f"{settings.BASE_URL}/rilis/{release.pk}/"
    assert entry.findtext("a:summary", namespaces=ATOM) == "Kabar <singkat>."
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == f"{settings.BASE_URL}/rilis.atom"


def test_what_was_withdrawn_says_so(root):
    release = factories.published(title="Salah")
    publishing.withdraw(release=release, reason="Jadwalnya keliru.", by=factories.person(Role.REVIEWER))

    assert (entries("/rilis.atom"), entries("/rilis.atom", "summary")) == (["Ditarik: Salah"], ["Jadwalnya keliru."])


def test_a_copy_may_be_kept_for_a_minute(root):
    factories.published()
    first = fetch()
    again = fetch(**{"if-none-match": first.headers["ETag"]})

    assert (first.headers["Content-Type"], first.headers["Cache-Control"]) == (
        "application/atom+xml; charset=utf-8",
        "public, max-age=60",
    )
    assert (again.status_code, again.content) == (304, b"")
    assert "Set-Cookie" not in first.headers


def test_a_program_counts_once_a_day_for_each_release(root):
    one, two = factories.published(), factories.published(targets=["16.06.02"])
    for _again in range(3):
        fetch()
    fetch("/wilayah/16.06.01/rilis.atom")
    fetch(agent="Feedly/1.0")

    assert (FeedReading.objects.filter(release=one).count(), FeedReading.objects.filter(release=two).count()) == (2, 2)


def test_days_are_not_added_up(root):
    release = factories.published()
    fetch()
    fetch(agent="Feedly/1.0")
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        fetch()

    assert (most_in_a_day(release), FeedReading.objects.count()) == (2, 3)


def test_who_has_it_already_is_not_counted_again(root):
    factories.published()
    first = fetch()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        fetch(**{"if-none-match": first.headers["ETag"]})

    assert FeedReading.objects.count() == 1


def test_an_empty_feed_and_a_glance_count_nothing(root):
    empty = fetch()
    factories.published()
    Client(headers={"user-agent": "FreshRSS/1.24"}).head("/rilis.atom")

    assert (empty.status_code, FeedReading.objects.count()) == (200, 0)


def test_staff_see_the_floor_on_the_releases_page(root, client):
    release = factories.published()
    client.force_login(factories.person(Role.REVIEWER))
    address = f"/meja/rilis/{release.pk}/"
    assert "Umpan Atom" not in client.get(address).content.decode()
    fetch()

    assert "sedikitnya 1 aplikasi pembaca dalam sehari" in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_cost_does_not_grow(root, queries, count):
    for n in range(count):
        Release.objects.filter(pk=factories.published().pk).update(office=factories.office(f"Dinas {n}"))
    fetch()

    assert queries("/rilis.atom") == 6
