"""What could tell who said it: likely names and numbers in a text, and villages that few speak from. A person decides.

Only a help: a name without a title in front of it is not found.
"""

import re
from datetime import timedelta

from django.utils import timezone

from jembatan.areas.models import Area, Level
from jembatan.voices.models import Voice

FEW = 5  # voices from one village within half a year
HALF_A_YEAR = timedelta(days=183)
TITLES = (
    r"[Pp]ak|[Bb]u|[Bb]apak|[Ii]bu|[Ss]dr\.?i?|[Ss]audar[ai]|[Hh]aji|[Hh]j?\.|[Mm]as|[Mm]bak"
    r"|[Kk]ades|[Ll]urah|[Dd]okter|dr\."
)
SIGNS = (
    rf"\b(?:{TITLES})\s+[A-Z][\w'.-]+(?:\s+[A-Z][\w'.-]+)*",
    r"\b[Nn]ama\s+(?:saya|kami)\s+\w+(?:\s+[A-Z]\w+)*",
    r"(?<!\w)\+?\d(?:[\s.-]?\d){7,}(?!\w)",  # telephone, identity card, account
    r"[\w.+-]+@[\w-]+\.[\w.]+",
    r"\b[A-Z]{1,2}\s?\d{3,4}\s?[A-Z]{1,3}\b",  # number plate
)


def likely(text: str) -> list[str]:
    """The words that look like a person's name or number, each once, in their order."""
    found = sorted((match.start(), match[0].strip()) for sign in SIGNS for match in re.finditer(sign, text))
    return list(dict.fromkeys(words for _at, words in found))


def few_speak(area: Area) -> bool:
    """Whether so few voices came from this village that its name alone may tell who it was."""
    if area.level != Level.VILLAGE:
        return False
    recent = Voice.objects.filter(area_code=area.code, received_at__gte=timezone.now() - HALF_A_YEAR)
    return len(recent.values_list("pk")[:FEW]) < FEW
