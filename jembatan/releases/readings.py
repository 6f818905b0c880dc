"""Counting readers honestly: people as far as can be known without a cookie or a stored address.

A reader is a hash of network and browser with the day's salt; the salt is deleted the day after. Programs
and link previews are left out, and reloading the page counts once. Who comes back on another day counts again;
two people with the same browser in the same network count as one.
"""

import hashlib
import re
import secrets
from datetime import date
from functools import lru_cache
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from jembatan.areas.clock import today
from jembatan.releases.models import Reading, Release, Salt
from jembatan.releases.workflow import State
from jembatan.remembering import while_large

# Programs say so in their name; previews of messengers too. What is no program: CUBOT, a make of telephones, and
# Telegram's own browser (its preview is called TelegramBot).
ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|preview|externalhit|externalagent|^whatsapp/|curl|wget|python|java/|go-http|okhttp"
    r"|axios|libwww|httpclient|headlesschrome|lighthouse|inspectiontool|mediapartners|googleother|uptime|fetch|scrap"
    r"|archiver",
    re.IGNORECASE,
)

# One statement: nothing is counted for a release that is not published, and nobody twice a day.
_COUNT = """
    INSERT INTO releases_reading (release_id, day, reader)
    SELECT id, %s, %s FROM releases_release WHERE id = %s AND state = %s
    ON CONFLICT DO NOTHING
"""


def is_robot(request: HttpRequest) -> bool:
    """Whether a program or a link preview asks, by its name or by what its headers say of the purpose."""
    headers = request.headers
    name = headers.get("User-Agent", "")
    purpose = headers.get("Sec-Purpose", "") + headers.get("Purpose", "") + headers.get("X-Moz", "")
    return not name or "prefetch" in purpose or bool(ROBOT.search(name))


def is_reader(request: HttpRequest) -> bool:
    """Whether this request for the counting picture comes from a page of ours that a person reads.

    Browsers say so on https; a picture put into another site's page, or its address opened by itself, is no reader.
    """
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    as_picture = request.headers.get("Sec-Fetch-Dest", "image") == "image"
    return ours and as_picture and not is_robot(request)


def address(request: HttpRequest) -> str:
    """The reader's network address; behind trusted proxies the one that the outermost of them saw.

    What a client writes into X-Forwarded-For itself stands left of that, so it changes nothing.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def network(request: HttpRequest) -> str:
    """Where it comes from: an IPv6 address changes by the hour within its /64, which is one household or telephone."""
    text = address(request)
    try:
        found = ip_address(text)
    except ValueError:
        return text
    plain = getattr(found, "ipv4_mapped", None) or found
    return str(plain if plain.version == 4 else ip_network((plain, 64), strict=False).network_address)


def forget_salts() -> int:
    """Delete the salts of past days: from then on no hash can be led back to anybody."""
    return Salt.objects.filter(day__lt=today()).delete()[0]


@lru_cache(maxsize=1)
def _salt(day: date) -> bytes:
    """The secret of this day, made by whichever process is first; all others read that one. Call outside a
    transaction: one that is rolled back would leave this process with a salt of its own."""
    salt, made = Salt.objects.get_or_create(day=day, defaults={"value": secrets.token_bytes(32)})
    if made:
        forget_salts()
    return bytes(salt.value)


def reader_hash(request: HttpRequest) -> bytes:
    """16 bytes that are the same for one browser on one day, and mean nothing the day after."""
    who = f"{network(request)}\n{request.headers.get('User-Agent', '')}"
    return hashlib.blake2b(who.encode(), key=_salt(today()), digest_size=16).digest()


def count_reader(release_id: int, reader: bytes) -> bool:
    """Count this reader of the release; False when counted today already, or when the release is not published."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [today(), reader, release_id, State.PUBLISHED])
        return bool(cursor.rowcount)


def readers(release: Release) -> int:
    """How many readers so far, those counted elsewhere before an import included."""
    counted = while_large(f"readers:{release.pk}", lambda: Reading.objects.filter(release=release).count(), size=int)
    return counted + release.earlier_views
