"""What people of the demo do around the releases: they read, open their village's link, and ask."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection

from jembatan.demo.corpus import words
from jembatan.demo.hops import relays_with_link_evidence
from jembatan.demo.staff import SEED, Staff
from jembatan.relays.models import Asking, Opening, Question, State
from jembatan.releases.models import Release

DAYS = 14  # on which a release is still read
_READINGS = """
    INSERT INTO releases_reading (release_id, day, reader)
    SELECT %(release)s, %(first)s::date + (floor(%(days)s * power((n * 37 %% 101) / 101.0, 3)))::int,
           decode(md5(%(release)s || ':' || n), 'hex')
    FROM generate_series(1, %(readers)s) AS n
"""


def readers(release: Release, now: datetime, random: Random) -> None:
    """Some hundreds of readers, most in the first days; and those of the villages' own links."""
    assert release.published_at is not None
    first = release.published_at.date()
    days = min(DAYS, (now.date() - first).days + 1)
    values: dict[str, Any] = {"release": release.pk, "first": first, "days": days, "readers": random.randint(120, 900)}
    with connection.cursor() as cursor:
        cursor.execute(_READINGS, values)
    Opening.objects.bulk_create(
        Opening(relay=relay, day=first, reader=random.randbytes(16))
        for relay in relays_with_link_evidence(release)
        for _reader in range(random.randint(1, 12))
    )


def questions(staff: Staff, now: datetime) -> None:
    """Volunteers ask about the latest releases; all but three have their answer."""
    random = Random(f"{SEED}:questions")
    pairs = words()["questions"]
    rows = Asking.objects.filter(relay__state__gte=State.SEEN, step=None).select_related("relay").order_by("-relay_id")
    for place, asking in enumerate(random.sample(list(rows[:600]), len(pairs))):
        asked = min(asking.relay.state_since + timedelta(minutes=20), now - timedelta(hours=1))
        question = Question(relay=asking.relay, by_id=asking.person_id, text=pairs[place]["question"], asked_at=asked)
        if place >= 3:
            question.answer, question.answered_by = pairs[place]["answer"], staff.editor
            question.answered_at = min(asked + timedelta(hours=random.randint(1, 20)), now)
        question.save()
