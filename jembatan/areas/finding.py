"""Finding an area: a village by its name as people write it, any area by its code."""

import re

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Length

from jembatan.areas.models import Area

CODE_PATTERN = r"0|[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?"  # from `0` to `16.06.01.2001`
SHORTEST, WORDS, MOST = 2, 5, 30  # letters, words and villages
_KIND = re.compile(r"^(desa|kelurahan|kel\.?|kampung|nagari|gampong)\s+(?=\S)", re.IGNORECASE)


def plain(text: str) -> str:
    """The name without the word for its kind before it and without double spaces."""
    return _KIND.sub("", " ".join(text.split()))


def villages_named(text: str, size: int = MOST) -> tuple[list[Area], bool]:
    """Current villages in whose name, or their district's, every word occurs; whether there are more than `size`.

    Villages whose own name is the text come first, then those whose name begins with it. Names repeat: districts
    and regencies are loaded with them. Fewer than two letters find nothing.
    """
    wanted = plain(text)
    if len(wanted) < SHORTEST:
        return [], False
    rows = Area.objects.current().villages().select_related("parent__parent")
    for word in wanted.split()[:WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(parent__name__icontains=word))
    nearness = Case(
        When(name__iexact=wanted, then=Value(0)),
        When(name__istartswith=wanted, then=Value(1)),
        When(name__icontains=wanted, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    found = list(rows.order_by(nearness, Length("name"), "name", "code")[: size + 1])
    return found[:size], len(found) > size


def only_one(villages: list[Area], text: str) -> Area | None:
    """The one village in whose own name the text occurs, if it is the only one found so."""
    same = [village for village in villages if plain(text).casefold() in village.name.casefold()]
    return same[0] if len(same) == 1 else None
