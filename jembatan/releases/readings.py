"""Counting readers honestly: people as far as can be known without a cookie or a stored address.

A reader is a hash of address and browser with the day's salt; the salt is deleted the day after. Programs
and link previews are left out, and reloading the page counts once.
"""

import hashlib
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from jembatan.releases.models import Reading, Release, Salt

# Programs say so in their name; previews of messengers too. Fetched names: what these programs publish of themselves.
ROBOT = re.compile(
    r"bot|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|telegram|skype|curl|wget|python|java/|go-http"
    r"|headlesschrome|lighthouse|monitor|fetch|scrap|archiver",
    re.IGNORECASE,
)


def is_robot(request: HttpRequest) -> bool:
    """Whether a program or a link preview asks, by its name or by what it says of its purpose."""
    name = request.headers.get("User-Agent", "")
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return not name or "prefetch" in purpose or bool(ROBOT.search(name))


def address(request: HttpRequest) -> str:
    """The reader's network address; behind trusted proxies the one that the outermost of them saw."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def _salt_of_today() -> bytes:
    today = timezone.localdate()
    salt, made = Salt.objects.get_or_create(day=today, defaults={"value": secrets.token_bytes(32)})
    if made:
        Salt.objects.filter(day__lt=today - timedelta(days=1)).delete()
    return bytes(salt.value)


def reader_hash(request: HttpRequest) -> bytes:
    """16 bytes that are the same for one browser on one day, and mean nothing the day after."""
    who = f"{address(request)}\n{request.headers.get('User-Agent', '')}"
    return hashlib.blake2b(who.encode(), key=_salt_of_today(), digest_size=16).digest()


def count_reader(release: Release, request: HttpRequest) -> None:
    """Count this reader of the release, once a day; robots never."""
    if is_robot(request):
        return
    Reading.objects.bulk_create(
        [Reading(release=release, day=timezone.localdate(), reader=reader_hash(request))], ignore_conflicts=True
    )


def readers(release: Release) -> int:
    """How many readers so far, those counted elsewhere before an import included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM releases_reading WHERE release_id = %s", [release.pk])
        (counted,) = cursor.fetchone()
    return int(counted) + release.earlier_views
