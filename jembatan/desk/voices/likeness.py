"""Open voices with the same words, for handlers who think of merging. Only what they may see."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F

from jembatan.areas.models import under
from jembatan.people.models import Person
from jembatan.voices.models import Voice
from jembatan.voices.similar import EMPTY
from jembatan.voices.workflow import OPEN

MOST, WORDS, CANDIDATES = 8, 24, 500


def alike(voice: Voice, text: str, *, by: Person) -> list[Voice]:
    """Of the same district and as closed as this one, the likest first; each with how many `following` it."""
    words = [word for word in dict.fromkeys(re.findall(r"[^\W_]{3,}", text.lower())) if word not in EMPTY][:WORDS]
    if not words:
        return []
    query = SearchQuery(" or ".join(words), config="indonesian", search_type="websearch")
    rows = Voice.objects.visible_to(by).filter(
        under(voice.area.district_code, "area_code"), state__in=OPEN, words=query
    )
    rows = rows.filter(confidential=voice.confidential, about_official=voice.about_official).exclude(pk=voice.pk)
    near = Voice.objects.filter(pk__in=list(rows.order_by("-pk").values_list("pk", flat=True)[:CANDIDATES]))
    ranked = near.annotate(rank=SearchRank(F("words"), query), following=Count("followers"))
    return list(ranked.select_related("area__parent", "office").order_by("-rank", "-pk")[:MOST])
