"""The demo's releases: written, reviewed and published through the product's own actions, then set back in time."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection

from jembatan.areas.loading import Progress
from jembatan.areas.models import Area
from jembatan.audit.append_only import lift_for_retention
from jembatan.demo import corpus, hops, talk
from jembatan.demo.ledger import settle
from jembatan.demo.staff import SEED, Staff
from jembatan.relays import publishing
from jembatan.releases import actions
from jembatan.releases.actions import Content
from jembatan.releases.models import Release
from jembatan.releases.parsing import Parsed

ALONE = 28  # published by one reviewer alone
CORRECTED = 13
WITHDRAWN = 20


def publish_all(root: Area, staff: Staff, now: datetime, progress: Progress) -> None:
    texts = corpus.texts()
    for number, (text, front) in enumerate(texts, 1):
        random = Random(f"{SEED}:release:{number}")
        at = _when(front["days_ago"], now, random)
        release = _publish(root, staff, text, at, alone=number == ALONE)
        hops.happen(release, now)
        _afterwards(release, number, staff, at, now)
        talk.readers(release, now, random)
        progress(number, len(texts))
    talk.questions(staff, now)


def _when(days_ago: int, now: datetime, random: Random) -> datetime:
    """In the morning of that day (Indonesian time), and always in the past."""
    day = (now - timedelta(days=days_ago)).replace(minute=0, second=0, microsecond=0)
    morning = day.replace(hour=1) + timedelta(minutes=random.randint(0, 200))  # 08.00 to 11.20 WIB
    return min(morning, now - timedelta(hours=5)) if days_ago else now - timedelta(hours=5, minutes=20)


def content(text: Parsed, **more: Any) -> Content:
    facts = {"title": text.title, "short": text.short, "body": text.body} | text.more | more
    return Content(**facts)


def _publish(root: Area, staff: Staff, text: Parsed, at: datetime, *, alone: bool) -> Release:
    release = actions.draft(content=content(text), area=root, by=staff.editor, original_date=text.original_date)
    if alone:
        publishing.publish(release=release, by=staff.reviewer, at=at, alone_because="Warga perlu tahu sebelum sore.")
        actions.look_again(release=release, by=staff.second_reviewer)
    else:
        actions.send_for_review(release=release, by=staff.editor)
        publishing.publish(release=release, by=staff.reviewer, at=at)
    set_back(release, at)
    return Release.objects.select_related("area", "published", "current").get(pk=release.pk)


def set_back(release: Release, at: datetime) -> None:
    """Let everything of this release have happened around `at`, and its messages have gone out then."""
    lift_for_retention()
    with connection.cursor() as cursor:
        for sql in _SET_BACK:
            cursor.execute(sql, {"release": release.pk, "at": at, "subject": f"release:{release.pk}"})


_OF_RELEASE = "release_id = %(release)s"
_SET_BACK = (
    "UPDATE releases_release SET created_at = %(at)s - interval '5 hours', invented = true WHERE id = %(release)s",
    f"UPDATE releases_version SET created_at = %(at)s - interval '5 hours' WHERE {_OF_RELEASE} AND number = 1",
    f"UPDATE releases_review SET at = %(at)s - interval '2 hours' WHERE {_OF_RELEASE} AND decision = 'sent'",
    f"UPDATE releases_review SET at = %(at)s WHERE {_OF_RELEASE} AND decision IN ('published', 'alone')",
    f"UPDATE releases_review SET at = %(at)s + interval '3 hours' WHERE {_OF_RELEASE} AND decision = 'looked'",
    f"UPDATE relays_hop h SET heard_at = h.at FROM relays_relay r WHERE r.id = h.relay_id AND r.{_OF_RELEASE}",
    "UPDATE audit_entry SET at = %(at)s WHERE subject = %(subject)s",
)


def _afterwards(release: Release, number: int, staff: Staff, at: datetime, now: datetime) -> None:
    """One release is corrected and one withdrawn, a day after."""
    day_after = min(at + timedelta(days=1), now)
    if number == CORRECTED:
        _correct(release, staff, day_after)
    if number == WITHDRAWN:
        reason = "Tempat kegiatan berubah; pengumuman pengganti segera terbit."
        publishing.withdraw(release=release, reason=reason, by=staff.reviewer)
        settle(release)
        Release.objects.filter(pk=release.pk).update(withdrawn_at=day_after)
    lift_for_retention()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE releases_review SET at = %s WHERE release_id = %s AND decision IN ('corrected', 'withdrawn')",
            [day_after, release.pk],
        )


def _correct(release: Release, staff: Staff, at: datetime) -> None:
    old = release.text
    body = f"{old.body}\n\n## Koreksi\n\nKantor desa juga menerima permohonan pada hari Sabtu sampai tengah hari."
    what = {
        name: getattr(old, name) for name in Content.__dataclass_fields__ if name not in {"pictures", "note", "body"}
    }
    new = Content(**what, body=body, note="Jam layanan kantor desa ditambahkan.")
    publishing.correct(release=release, ask_again=False, by=staff.reviewer, base=1, content=new)
    lift_for_retention()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE releases_version SET created_at = %s WHERE release_id = %s AND number = 2", [at, release.pk]
        )
