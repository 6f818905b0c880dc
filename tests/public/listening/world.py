"""A few voices that everyone may see."""

from typing import Any

from jembatan.people.models import Office
from jembatan.voices import answering, handling, moderating
from jembatan.voices.models import Voice
from tests import factories
from tests.voices import voices


def shown(home: voices.House, text: str, *, how: str = "village", at: str = voices.VILLAGE, **more: Any) -> Voice:
    """As everyone sees it: in the words of the moderator, not in those of whoever said it."""
    made = voices.voice(area=factories.get_area(at), text=f"Kata pelapor: {text}", **more)
    handling.verify(voice=made, kind="complaint", topic=home.road, area=made.area, by=home.rina, seen=made.version)
    moderating.decide(voice=made, shown=how, text=text, by=home.rina, seen=made.version)
    return made


def answered(
    home: voices.House, text: str, answer: str = "Sudah diperbaiki.", *, to: Office | None = None, **more: Any
) -> Voice:
    made = shown(home, text, **more)
    handling.forward(voice=made, office=to or home.works, by=home.rina, seen=made.version)
    officer = home.hana if to == home.health else home.budi
    answering.answer(voice=made, text=answer, by=officer, seen=made.version)
    return made
