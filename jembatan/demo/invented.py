"""What belongs to the demo, as subqueries. A release that was written under an invented role is the demo's too."""

from jembatan.relays.news import KINDS
from jembatan.relays.telling import MESSAGE_KINDS

PEOPLE = "(SELECT id FROM people_person WHERE invented)"
GROUPS = "(SELECT id FROM people_group WHERE invented)"
OFFICES = "(SELECT id FROM people_office WHERE invented)"
RELEASES = f"(SELECT id FROM releases_release WHERE invented OR created_by_id IN {PEOPLE})"
RELAYS = f"(SELECT id FROM relays_relay WHERE release_id IN {RELEASES})"
VERSIONS = f"(SELECT id FROM releases_version WHERE release_id IN {RELEASES})"
DISPATCHES = f"(SELECT id FROM messages_dispatch WHERE kind IN {MESSAGE_KINDS + KINDS} AND subject_id IN {RELEASES})"
RECIPIENTS = f"(SELECT id FROM messages_recipient WHERE person_id IN {PEOPLE})"
CONTACTS = f"(SELECT id FROM messages_contact WHERE recipient_id IN {RECIPIENTS})"
DELIVERIES = f"(SELECT id FROM messages_delivery WHERE dispatch_id IN {DISPATCHES} OR recipient_id IN {RECIPIENTS})"
# Relays of real people's releases that somebody invented was asked to carry.
KEPT_RELAYS = f"""
    SELECT DISTINCT relay_id FROM relays_asking
    WHERE person_id IN {PEOPLE} AND relay_id NOT IN {RELAYS}
"""
# A voice that somebody invented took down, has or answered is the demo's too.
VOICES = f"""(SELECT id FROM voices_voice v WHERE invented OR office_id IN {OFFICES}
    OR EXISTS (SELECT FROM voices_answer WHERE voice_id = v.id AND office_id IN {OFFICES})
    OR EXISTS (SELECT FROM voices_paper WHERE voice_id = v.id AND taken_by_id IN {PEOPLE}))"""
