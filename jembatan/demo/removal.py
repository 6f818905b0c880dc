"""Removing the demo: everything invented goes, the areas and whatever real people made stay.

A release written by invented people is the demo's, also one that somebody wrote while trying it: `forecast` says so
before. Where an invented person decided about a real release, the decision stays and says nobody.
"""

from django.core.cache import cache
from django.db import connection, transaction

from jembatan.areas.models import Setting
from jembatan.audit.append_only import lift_for_retention
from jembatan.demo import kept
from jembatan.demo.invented import (
    CONTACTS,
    DELIVERIES,
    DISPATCHES,
    GROUPS,
    OFFICES,
    PEOPLE,
    RECIPIENTS,
    RELAYS,
    RELEASES,
    VERSIONS,
)
from jembatan.demo.voice_removal import STEPS as VOICE_STEPS
from jembatan.relays.rebuilding import rebuild

# In this order: what points comes before what it points at.
_MESSAGES = (
    ("langkah penerusan", f"DELETE FROM relays_hop WHERE relay_id IN {RELAYS}"),
    ("pertanyaan", f"DELETE FROM relays_question WHERE relay_id IN {RELAYS} OR by_id IN {PEOPLE}"),
    ("permintaan", f"DELETE FROM relays_asking WHERE relay_id IN {RELAYS} OR person_id IN {PEOPLE}"),
    ("pembukaan tautan", f"DELETE FROM relays_opening WHERE relay_id IN {RELAYS}"),
    ("", f"DELETE FROM messages_receipt WHERE delivery_id IN {DELIVERIES}"),
    ("", f"DELETE FROM messages_attempt WHERE delivery_id IN {DELIVERIES}"),
    ("pesan", f"DELETE FROM messages_delivery WHERE id IN {DELIVERIES}"),
    ("bagian pengiriman", f"DELETE FROM messages_chunk WHERE dispatch_id IN {DISPATCHES}"),
    ("pengiriman", f"DELETE FROM messages_dispatch WHERE id IN {DISPATCHES}"),
)
_REST = (
    ("penerusan", f"DELETE FROM relays_relay WHERE release_id IN {RELEASES}"),
    ("pembaca", f"DELETE FROM releases_reading WHERE release_id IN {RELEASES}"),
    ("keputusan", f"DELETE FROM releases_review WHERE release_id IN {RELEASES}"),
    (
        "",
        f"UPDATE releases_release SET current_id = NULL, published_id = NULL, state = 'draft', withdrawn_at = NULL, "
        f"missed_because = '' WHERE id IN {RELEASES}",
    ),
    ("", f"DELETE FROM releases_version_pictures WHERE version_id IN {VERSIONS}"),
    ("versi", f"DELETE FROM releases_version WHERE release_id IN {RELEASES}"),
    ("rilis", f"DELETE FROM releases_release WHERE id IN {RELEASES}"),
    ("", f"UPDATE releases_review SET by_id = NULL WHERE by_id IN {PEOPLE}"),
    ("", f"UPDATE releases_version SET created_by_id = NULL WHERE created_by_id IN {PEOPLE}"),
    ("", f"UPDATE releases_picture SET created_by_id = NULL WHERE created_by_id IN {PEOPLE}"),
    ("", f"UPDATE releases_release SET office_id = NULL WHERE office_id IN {OFFICES}"),
    ("", f"UPDATE relays_relay SET group_id = NULL WHERE group_id IN {GROUPS}"),
    ("", f"UPDATE relays_hop SET by_id = NULL WHERE by_id IN {PEOPLE}"),
    ("", f"UPDATE relays_hop SET told_by_id = NULL WHERE told_by_id IN {PEOPLE}"),
    ("", f"UPDATE relays_question SET answered_by_id = NULL WHERE answered_by_id IN {PEOPLE}"),
    ("", f"DELETE FROM messages_consent WHERE contact_id IN {CONTACTS}"),
    ("kontak", f"DELETE FROM messages_contact WHERE recipient_id IN {RECIPIENTS}"),
    ("penerima", f"DELETE FROM messages_recipient WHERE person_id IN {PEOPLE}"),
    (
        "peran",
        f"DELETE FROM people_grant WHERE person_id IN {PEOPLE} OR group_id IN {GROUPS} OR office_id IN {OFFICES}",
    ),
    ("", f"DELETE FROM people_service WHERE group_id IN {GROUPS}"),
    ("KIM", "DELETE FROM people_group WHERE invented"),
    ("kantor", "DELETE FROM people_office WHERE invented"),
    ("", f"DELETE FROM people_signinlink WHERE person_id IN {PEOPLE}"),
    ("orang", "DELETE FROM people_person WHERE invented"),
)


@transaction.atomic
def remove() -> dict[str, int]:
    """Remove it, all or nothing; returns how many rows of each kind went, by their words."""
    lift_for_retention()
    relays = kept.relays()
    kept.take_out_of_ledgers()
    removed = _run(VOICE_STEPS) | _run(_MESSAGES)
    kept.rewrite_history(relays)
    removed |= _run(_REST)
    rebuild()
    Setting.objects.filter(name="demo").delete()
    cache.delete("site")
    return removed


def _run(steps: tuple[tuple[str, str], ...]) -> dict[str, int]:
    removed: dict[str, int] = {}
    with connection.cursor() as cursor:
        for label, sql in steps:
            cursor.execute(sql)
            if label:
                removed[label] = cursor.rowcount
    return removed
