"""Open voices that say nearly the same near a place, for whoever is about to say it again. Only what the public sees.

The cost does not grow with the rows: whatever the number of voices, the newest candidates of the place are compared.
"""

import re
from typing import Any

from django.db import connection

from jembatan.areas.models import NATION, Area
from jembatan.voices.models import Voice
from jembatan.voices.models.voice import PUBLIC
from jembatan.voices.workflow import OPEN

MOST, CANDIDATES, WORDS = 3, 300, 24
ALIKE = 0.4  # of the words of the shorter text
SHORTEST = 2  # words in common

# PostgreSQL stems Indonesian but leaves out no word; these say nothing of what a text is about.
_EMPTY = """
    ada adalah agar akan anda apa apakah atau bagi bahwa banyak bapak beberapa belum bisa boleh buat bukan dalam dan
    dapat dari datang dekat dengan depan desa di dia dua hari hanya harus hingga ibu ini itu jadi jangan jika juga
    kabupaten kalau kami kapan karena ke kecamatan kelurahan kepada ketika kita lagi lebih lewat mana masih mau mohon
    minta mereka oleh pada paling para perlu pernah pula rt rw saat saja sampai sangat satu saya sebagai sebuah sekali
    sekarang selalu semua seperti serta setelah setiap sini sudah supaya tahu tahun tanpa telah terima tetapi tidak
    tolong untuk warga yaitu yang
"""
EMPTY = frozenset(_EMPTY.split())

# Which of the newest open ones of the place share how many words. `search` is what the moderator wrote. The words of
# the question are folded into constants before it is planned, so the planner knows how rare they are.
_SHARED = """
    WITH candidates AS MATERIALIZED (
        SELECT id, search FROM voices_voice
        WHERE shown = ANY(%(shown)s) AND state = ANY(%(open)s) {place}
          AND search @@ replace(plainto_tsquery('indonesian', %(words)s)::text, '&', '|')::tsquery
        ORDER BY id DESC LIMIT %(candidates)s
    ), counted AS (
        SELECT id, length(search) AS words, (
            SELECT count(*) FROM unnest(tsvector_to_array(search)) AS word
            WHERE word = ANY(tsvector_to_array(to_tsvector('indonesian', %(words)s)))
        ) AS same FROM candidates
    )
    SELECT id FROM counted
    WHERE same >= %(shortest)s
      AND same >= %(alike)s * least(words, length(to_tsvector('indonesian', %(words)s)))
    ORDER BY same DESC, id DESC LIMIT %(most)s
"""
_WITHIN = "AND area_code > %(first)s AND area_code < %(last)s"


def similar(text: str, area: Area, most: int = MOST) -> list[Voice]:
    """The nearest first; two queries at most, none for a text that says nothing.

    Within the district, however exactly the place is known: one that is shown without its village must not be found
    by it.
    """
    if not (words := _words(text)):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SHARED.format(place="" if area.code == NATION else _WITHIN), _asked(words, area, most))
        ids = [pk for (pk,) in cursor.fetchall()]
    return _loaded(ids) if ids else []


def _words(text: str) -> str:
    """Those that say what it is about, at most so many."""
    found = re.findall(r"[^\W\d_]{2,}", text.lower())
    return " ".join(list(dict.fromkeys(word for word in found if word not in EMPTY))[:WORDS])


def _asked(words: str, area: Area, most: int) -> dict[str, Any]:
    district = area.district_code
    return {
        "shown": [str(one) for one in PUBLIC], "open": [str(one) for one in OPEN], "words": words,
        "first": f"{district}.", "last": f"{district}/", "candidates": CANDIDATES,
        "shortest": SHORTEST, "alike": ALIKE, "most": most,
    }  # fmt: skip


def _loaded(ids: list[int]) -> list[Voice]:
    found = Voice.objects.select_related("area__parent").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
