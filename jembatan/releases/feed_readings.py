"""Counting the programs that fetch a feed: not people, and never more than were there.

The same hash as for readers, with the day's salt: who asks once an hour counts once a day. A program that comes from
a shared copy is not seen, and one program may serve thousands; so the number is a floor, and is called one.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Count

from jembatan.areas.clock import today
from jembatan.releases.models import FeedReading, Release

_COUNT = """
    INSERT INTO releases_feedreading (release_id, day, reader) SELECT unnest(%s::bigint[]), %s, %s
    ON CONFLICT DO NOTHING
"""


def count_program(release_ids: Sequence[int], reader: bytes) -> None:
    """Note that this program was handed these releases today."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [list(release_ids), today(), reader])


def most_in_a_day(release: Release) -> int:
    """The day on which most programs fetched it: days cannot be added up, the same program may come on each."""
    days = (
        FeedReading.objects.filter(release=release).values("day").annotate(programs=Count("pk")).order_by("-programs")
    )
    best = days.first()
    return int(best["programs"]) if best else 0
