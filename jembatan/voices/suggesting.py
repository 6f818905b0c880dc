"""A topic is suggested from what people here confirmed before: likeness of words, no model. It only suggests."""

import re
from dataclasses import dataclass

from django.db import connection

from jembatan.voices import kinds
from jembatan.voices.models import Suggestion, Topic, Voice

# The newest confirmed ones only, so that a million old ones cost nothing; the likest of them vote.
LIKEST = """
    WITH said AS MATERIALIZED (SELECT to_tsquery('indonesian', %(words)s) AS q)
    SELECT topic_id FROM (
        SELECT topic_id, ts_rank(words, said.q) AS likeness FROM voices_voice, said
        WHERE id > (SELECT coalesce(max(id), 0) - 20000 FROM voices_voice) AND id <> %(id)s
          AND topic_id IS NOT NULL AND verified_on IS NOT NULL AND words @@ said.q
        ORDER BY likeness DESC, id DESC LIMIT 15
    ) likest GROUP BY topic_id ORDER BY sum(likeness) DESC, topic_id LIMIT 1
"""
MOST_WORDS = 40
SHOWN = 1_000  # the newest suggestions that the figures are of


def topic_for(voice: Voice) -> Topic | None:
    """What voices like it were about; None while nothing like it was confirmed."""
    words = dict.fromkeys(re.findall(r"[^\W\d_]{4,}", voice.original.lower()))
    if not words:
        return None
    with connection.cursor() as cursor:
        cursor.execute(LIKEST, {"words": " | ".join(list(words)[:MOST_WORDS]), "id": voice.pk or 0})
        row = cursor.fetchone()
    return Topic.objects.filter(pk=row[0], ended=False).first() if row else None


def note(voice: Voice, *, kind: str, topic: Topic | None) -> None:
    """Keep what would have been suggested beside what a person decided. Call it before the voice is changed."""
    suggested = topic_for(voice)
    pairs = [("kind", str(kinds.guess(voice.original)), kind)]
    if suggested:
        pairs.append(("topic", suggested.code, topic.code if topic else ""))
    for what, said, confirmed in pairs:
        Suggestion.objects.update_or_create(
            voice=voice, what=what, defaults={"suggested": said, "confirmed": confirmed}
        )


@dataclass(frozen=True, slots=True)
class Record:
    """How often the suggestions of one sort were right."""

    what: str
    made: int
    right: int

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.made) if self.made else 0


def record() -> list[Record]:
    """Of the newest suggestions, by sort. One query."""
    newest = Suggestion.objects.order_by("-pk").values_list("what", "suggested", "confirmed")[:SHOWN]
    rows = list(newest)
    return [
        Record(what, len(of_it), sum(said == confirmed for _, said, confirmed in of_it))
        for what in ("topic", "kind")
        if (of_it := [row for row in rows if row[0] == what])
    ]
