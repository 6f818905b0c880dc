"""Who counts as a reader, and what is forgotten when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from jembatan.areas.clock import today
from jembatan.releases import readings
from jembatan.releases.models import Salt
from tests import factories

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _no_salt_from_before():
    readings._salt.cache_clear()
    yield
    readings._salt.cache_clear()


def request(agent: str = PHONE, ip: str = "203.0.113.7", **headers: str):
    return RequestFactory().get("/", headers={"user-agent": agent} | headers, REMOTE_ADDR=ip)


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1",
        "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 13; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 Telegram-Android/10",
        "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; id) Presto/2.8.119 Version/11.10",
        "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440]",
        "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 WhatsApp/2.24",
    ],
)
def test_telephones_of_people_are_no_robots(agent):
    assert readings.is_robot(request(agent)) is False


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "WhatsApp/2.24.13.77 A",
        "TelegramBot (like TwitterBot)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36",
        "python-requests/2.32",
        "okhttp/4.12.0",
        "Go-http-client/1.1",
    ],
)
def test_programs_and_previews_are_robots(agent):
    assert readings.is_robot(request(agent)) is True


def test_link_from_elsewhere_is_no_robot_but_a_picture_from_elsewhere_no_reader():
    from_whatsapp = request(**{"sec-fetch-site": "cross-site", "sec-fetch-dest": "document"})

    assert (readings.is_robot(from_whatsapp), readings.is_reader(from_whatsapp)) == (False, False)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "203.0.113.7"),  # nobody is trusted: what a client writes counts for nothing
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.7"),
        (1, "", "203.0.113.7"),
    ],
)
def test_address_is_what_the_outermost_trusted_proxy_saw(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies

    assert readings.address(request(**({"x-forwarded-for": forwarded} if forwarded else {}))) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2", True),  # the same household an hour later
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("", "", True),  # a socket without an address
    ],
)
def test_network_is_one_reader_whatever_its_address_of_the_hour(one, other, same):
    hashes = [readings.reader_hash(request(ip=ip)) for ip in (one, other)]

    assert (hashes[0] == hashes[1]) is same


@pytest.mark.django_db
def test_hash_is_another_the_day_after_and_the_salt_is_gone():
    before = readings.reader_hash(request())
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        after = readings.reader_hash(request())
        days = list(Salt.objects.values_list("day", flat=True))

        assert days == [today()]
    assert before != after


@pytest.mark.django_db
def test_salt_is_forgotten_also_on_a_day_without_a_reader():
    readings.reader_hash(request())

    kept = readings.forget_salts()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        forgotten = readings.forget_salts()

    assert (kept, forgotten, Salt.objects.count()) == (0, 1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "day"), [(16, 4), (17, 5), (23, 5)])
def test_day_of_a_reader_begins_at_midnight_of_the_place(hour, day):
    factories.regency()

    with time_machine.travel(f"2026-05-04T{hour}:30:00Z", tick=False):
        assert today().day == day


@pytest.mark.django_db(transaction=True)
def test_processes_that_begin_a_day_together_share_its_salt():
    def one_process(_n: int) -> bytes:
        try:
            return readings._salt.__wrapped__(today())  # without the memory of this process
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        salts = set(pool.map(one_process, range(24)))

    assert len(salts) == 1


@pytest.mark.django_db
def test_draft_has_no_readers_and_an_import_brings_its_own():
    factories.regency()
    draft = factories.release()
    release = factories.published()
    type(release).objects.filter(pk=release.pk).update(earlier_views=1273)
    release.refresh_from_db()

    counted = [readings.count_reader(row.pk, bytes(16)) for row in (draft, release, release)]

    assert (counted, readings.readers(release)) == ([False, True, False], 1274)


@pytest.mark.django_db
def test_many_readers_are_counted_once_a_minute(monkeypatch):
    monkeypatch.setattr("jembatan.remembering.LARGE", 2)
    factories.regency()
    release = factories.published()

    said = []
    for reader in range(3):
        readings.count_reader(release.pk, bytes([reader] * 16))
        said.append(readings.readers(release))

    assert said == [1, 2, 2]
