"""The demo's voices go, with all that hangs on them; of real ones the invented people and offices are taken out."""

from jembatan.demo.invented import OFFICES, PEOPLE, VOICES

_ON_VOICE = (
    "answerfile", "entry", "answer", "step", "pause", "identity", "unsealing", "follower", "paper", "callback",
    "suggestion", "handler", "photo", "support", "phonecode",
)  # fmt: skip
_WHERE = {
    "answerfile": f"answer_id IN (SELECT id FROM voices_answer WHERE voice_id IN {VOICES})",
    "entry": f"office_id IN {OFFICES} OR answer_id IN (SELECT id FROM voices_answer WHERE voice_id IN {VOICES})",
}


def _gone(name: str) -> tuple[str, str]:
    where = _WHERE.get(name, "voice_id IN (TABLE going)").replace(VOICES, "(TABLE going)")
    return ("langkah laporan" if name == "step" else "", f"DELETE FROM voices_{name} WHERE {where}")


# In this order. Which voices are meant is worked out once: their answers go before them.
STEPS = (
    ("", f"CREATE TEMP TABLE going ON COMMIT DROP AS SELECT * FROM {VOICES} v"),
    *map(_gone, _ON_VOICE),
    ("", "UPDATE voices_voice SET merged_into_id = NULL, state = 'verified' WHERE merged_into_id IN (TABLE going)"),
    ("laporan warga", "DELETE FROM voices_voice WHERE id IN (TABLE going)"),
    ("", f"UPDATE voices_voice SET about_office_id = NULL WHERE about_office_id IN {OFFICES}"),
    ("", f"UPDATE voices_voice SET assigned_id = NULL WHERE assigned_id IN {PEOPLE}"),
    ("", f"UPDATE voices_step SET office_id = NULL WHERE office_id IN {OFFICES}"),
    ("", f"UPDATE voices_step SET by_id = NULL WHERE by_id IN {PEOPLE}"),
    ("", f"UPDATE voices_answer SET by_id = NULL WHERE by_id IN {PEOPLE}"),
    ("", f"UPDATE voices_callback SET called_by_id = NULL WHERE called_by_id IN {PEOPLE}"),
    ("", f"DELETE FROM voices_handler WHERE person_id IN {PEOPLE} OR named_by_id IN {PEOPLE}"),
    ("", f"DELETE FROM voices_unsealing WHERE asked_by_id IN {PEOPLE} OR decided_by_id IN {PEOPLE}"),
    ("", f"DELETE FROM voices_phonecode WHERE person_id IN {PEOPLE}"),
    ("", f"DELETE FROM voices_template WHERE office_id IN {OFFICES}"),
    ("aturan", f"DELETE FROM voices_rule WHERE office_id IN {OFFICES}"),
    ("", f"""DELETE FROM voices_follower WHERE recipient_id IN
        (SELECT id FROM messages_recipient WHERE person_id IN {PEOPLE})"""),
    ("topik", """DELETE FROM voices_topic t WHERE NOT EXISTS (SELECT FROM voices_voice WHERE topic_id = t.id)
        AND NOT EXISTS (SELECT FROM voices_rule WHERE topic_id = t.id)
        AND NOT EXISTS (SELECT FROM voices_entry WHERE topic_id = t.id)"""),
)  # fmt: skip
