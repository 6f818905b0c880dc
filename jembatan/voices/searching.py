"""Words in public voices, newest first, as quick for a rare word as for one that stands in every second voice.

PostgreSQL guesses how often a word occurs. Where it guesses wrong it walks the whole index of dates for a word that is
nowhere, or sorts half the table for one that is everywhere. So both ways are bounded: the newest ones are walked, and
only where that does not fill the page a bounded number of all that match is sorted.
"""

from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet

from jembatan.voices.models import Voice
from jembatan.voices.public import PAGE, Wanted, after, cut, narrowed, seen

LONGEST = 80  # characters
WALK = 5_000  # of the newest voices, looked at one by one
CANDIDATES = 5_000  # of all that match, sorted: in a million, a rarer word than the walk fills a page with

_WALKED = """
    SELECT id FROM ({newest}) AS newest WHERE search @@ websearch_to_tsquery('indonesian', %s)
    ORDER BY shown_at DESC, code DESC LIMIT %s
"""
_MATCHED = """
    WITH matched AS MATERIALIZED ({matching})
    SELECT id, (SELECT count(*) FROM matched) FROM matched ORDER BY shown_at DESC, code DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """`partial`: more match than are sorted, so older ones may be missing. `vague`: no word to look for."""

    voices: list[Voice] = field(default_factory=list)
    next: str = ""
    partial: bool = False
    vague: bool = False


def search(words: str, wanted: Wanted, *, cursor: str = "", size: int = PAGE) -> Found:
    """Raises public.BadCursor. The words are as in a search engine: "…" for a phrase, - for what may not occur."""
    words = words.replace("\0", " ")[:LONGEST]
    if not _asks_for_something(words):
        return Found(vague=True)
    rows = narrowed(Voice.objects.public(), wanted).filter(after(cursor))
    ids, partial = _walked(rows, words, size + 1), False
    if len(ids) <= size:
        more, partial = _matched(rows, words, size + 1)
        ids |= more
    found = seen().filter(pk__in=ids).order_by("-shown_at", "-code")[: size + 1]
    voices, following = cut(list(found), size)
    return Found(voices, following, partial)


def _asks_for_something(words: str) -> bool:
    """Whether an index can help: not for stop words only, or only for what may not occur."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT querytree(websearch_to_tsquery('indonesian', %s))", [words])
        return cursor.fetchone()[0] not in ("", "T")


def _walked(rows: QuerySet[Voice], words: str, most: int) -> set[int]:
    """Stops as soon as it has enough."""
    newest = rows.order_by("-shown_at", "-code").values("id", "shown_at", "code", "search")[:WALK]
    sql, given = newest.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_WALKED.format(newest=sql), [*given, words, most])
        return {pk for (pk,) in cursor.fetchall()}


def _matched(rows: QuerySet[Voice], words: str, most: int) -> tuple[set[int], bool]:
    """In no order on purpose: then the index of words is the way. Whether there were more than could be sorted."""
    query = SearchQuery(words, config="indonesian", search_type="websearch")
    matching = rows.filter(search=query).order_by().values("id", "shown_at", "code")[:CANDIDATES]
    sql, given = matching.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_MATCHED.format(matching=sql), [*given, most])
        found = cursor.fetchall()
    return {pk for pk, _count in found}, bool(found) and found[0][1] >= CANDIDATES
