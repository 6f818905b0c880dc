"""Removing the demo: everything invented goes, the areas and whatever real people made stay.

A release written by invented people is the demo's, also one that somebody wrote while trying it. Where an invented
person decided about a real release, the decision stays and says nobody.
"""

from django.core.cache import cache
from django.db import connection, transaction

from jembatan.areas.models import Setting
from jembatan.audit.append_only import lift_for_retention

_PEOPLE = "(SELECT id FROM people_person WHERE invented)"
_GROUPS = "(SELECT id FROM people_group WHERE invented)"
_OFFICES = "(SELECT id FROM people_office WHERE invented)"
_RELEASES = f"(SELECT id FROM releases_release WHERE invented OR created_by_id IN {_PEOPLE})"
_RELAYS = f"(SELECT id FROM relays_relay WHERE release_id IN {_RELEASES})"
_VERSIONS = f"(SELECT id FROM releases_version WHERE release_id IN {_RELEASES})"
_DISPATCHES = (
    "(SELECT id FROM messages_dispatch WHERE kind IN ('release', 'release_reminder', 'release_escalation')"
    f" AND subject_id IN {_RELEASES})"
)
_RECIPIENTS = f"(SELECT id FROM messages_recipient WHERE person_id IN {_PEOPLE})"
_CONTACTS = f"(SELECT id FROM messages_contact WHERE recipient_id IN {_RECIPIENTS})"

# In this order: what points comes before what it points at.
_STEPS = (
    ("langkah penerusan", f"DELETE FROM relays_hop WHERE relay_id IN {_RELAYS}"),
    ("pertanyaan", f"DELETE FROM relays_question WHERE relay_id IN {_RELAYS}"),
    ("permintaan", f"DELETE FROM relays_asking WHERE relay_id IN {_RELAYS} OR person_id IN {_PEOPLE}"),
    ("pembukaan tautan", f"DELETE FROM relays_opening WHERE relay_id IN {_RELAYS}"),
    ("pesan", f"DELETE FROM messages_delivery WHERE dispatch_id IN {_DISPATCHES} OR recipient_id IN {_RECIPIENTS}"),
    ("bagian pengiriman", f"DELETE FROM messages_chunk WHERE dispatch_id IN {_DISPATCHES}"),
    ("pengiriman", f"DELETE FROM messages_dispatch WHERE id IN {_DISPATCHES}"),
    ("penerusan", f"DELETE FROM relays_relay WHERE release_id IN {_RELEASES}"),
    ("pembaca", f"DELETE FROM releases_reading WHERE release_id IN {_RELEASES}"),
    ("keputusan", f"DELETE FROM releases_review WHERE release_id IN {_RELEASES}"),
    (
        "",
        f"UPDATE releases_release SET current_id = NULL, published_id = NULL, state = 'draft', withdrawn_at = NULL "
        f"WHERE id IN {_RELEASES}",
    ),
    ("", f"DELETE FROM releases_version_pictures WHERE version_id IN {_VERSIONS}"),
    ("versi", f"DELETE FROM releases_version WHERE release_id IN {_RELEASES}"),
    ("rilis", f"DELETE FROM releases_release WHERE id IN {_RELEASES}"),
    ("", f"UPDATE releases_review SET by_id = NULL WHERE by_id IN {_PEOPLE}"),
    ("", f"UPDATE releases_version SET created_by_id = NULL WHERE created_by_id IN {_PEOPLE}"),
    ("", f"UPDATE releases_picture SET created_by_id = NULL WHERE created_by_id IN {_PEOPLE}"),
    ("", f"UPDATE releases_release SET office_id = NULL WHERE office_id IN {_OFFICES}"),
    ("", f"UPDATE relays_relay SET group_id = NULL WHERE group_id IN {_GROUPS}"),
    ("", f"UPDATE relays_hop SET by_id = NULL WHERE by_id IN {_PEOPLE}"),
    ("", f"UPDATE relays_hop SET told_by_id = NULL WHERE told_by_id IN {_PEOPLE}"),
    ("", f"DELETE FROM relays_question WHERE by_id IN {_PEOPLE}"),
    ("", f"UPDATE relays_question SET answered_by_id = NULL WHERE answered_by_id IN {_PEOPLE}"),
    ("", f"DELETE FROM messages_consent WHERE contact_id IN {_CONTACTS}"),
    ("kontak", f"DELETE FROM messages_contact WHERE recipient_id IN {_RECIPIENTS}"),
    ("penerima", f"DELETE FROM messages_recipient WHERE person_id IN {_PEOPLE}"),
    (
        "peran",
        f"DELETE FROM people_grant WHERE person_id IN {_PEOPLE} OR group_id IN {_GROUPS} OR office_id IN {_OFFICES}",
    ),
    ("", f"DELETE FROM people_service WHERE group_id IN {_GROUPS}"),
    ("KIM", "DELETE FROM people_group WHERE invented"),
    ("kantor", "DELETE FROM people_office WHERE invented"),
    ("", f"DELETE FROM people_signinlink WHERE person_id IN {_PEOPLE}"),
    ("orang", "DELETE FROM people_person WHERE invented"),
)


@transaction.atomic
def remove() -> dict[str, int]:
    """Remove it, all or nothing; returns how many rows of each kind went, by their words."""
    lift_for_retention()
    removed: dict[str, int] = {}
    with connection.cursor() as cursor:
        for label, sql in _STEPS:
            cursor.execute(sql)
            if label:
                removed[label] = cursor.rowcount
    Setting.objects.filter(name="demo").delete()
    cache.delete("site")
    return removed
