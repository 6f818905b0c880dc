"""What a list changes, row by row in words and as a whole for `applying`."""

import hashlib
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from jembatan.messages.models import Contact
from jembatan.messages.roster.known import Place, Somebody
from jembatan.people.models import Grant
from jembatan.people.roles import Role


class Fate(TextChoices):
    NEW = "new", gettext_lazy("Baru")
    UPDATED = "updated", gettext_lazy("Sudah ada: diperbarui")
    SAME = "same", gettext_lazy("Sudah ada: tetap")
    REFUSED = "refused", gettext_lazy("Ditolak")


@dataclass(slots=True)
class Line:
    """What becomes of one row. `words`: why it is refused, or what changes."""

    number: int
    name: str
    place: str = ""
    fate: Fate = Fate.SAME
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What the whole list changes."""

    lines: list[Line] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)  # groups that are new or serve more
    people: list[Somebody] = field(default_factory=list)  # new ones
    names: list[Somebody] = field(default_factory=list)  # who are called differently now
    contacts: list[tuple[Somebody, str, str]] = field(default_factory=list)  # channel and address to add
    replaced: list[Contact] = field(default_factory=list)
    members: list[tuple[Somebody, Place, Role, bool]] = field(default_factory=list)  # roles to give
    roles: list[tuple[Grant, Role]] = field(default_factory=list)
    duties: list[tuple[Grant, bool]] = field(default_factory=list)

    def counts(self) -> dict[Fate, int]:
        return {fate: sum(line.fate == fate for line in self.lines) for fate in Fate}

    @property
    def changes(self) -> bool:
        return any(line.fate in {Fate.NEW, Fate.UPDATED} for line in self.lines)

    @property
    def digest(self) -> str:
        """Two plans with the same one say and do the same."""
        persons = [somebody.person and somebody.person.pk for somebody, *_rest in self.members]
        said = [(line.number, line.name, line.place, line.fate, line.words) for line in self.lines]
        return hashlib.sha256(repr((said, persons)).encode()).hexdigest()
