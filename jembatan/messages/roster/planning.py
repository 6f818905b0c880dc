"""The dry run: what would become of each row of a list, in words. It writes nothing."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.messages import addresses, numbers
from jembatan.messages.roster.given import EMAIL, LABELS, Given, given
from jembatan.messages.roster.known import Known, Place, Somebody, belongs, plain_name
from jembatan.messages.roster.plan import Fate, Line, Plan
from jembatan.messages.roster.villages import NoVillage, Villages
from jembatan.people.lists import Row
from jembatan.people.models import Person
from jembatan.people.roles import Role
from jembatan.people.territory import people_beyond


class Unusable(ValueError):
    """The row is refused; says why in a few words."""


def make(rows: Iterable[Row], *, by: Person) -> Plan:
    """Look everything up, then go through the rows: each sees what those above it add.

    A row that means somebody beyond what `by` looks after is refused, and does not say who they are.
    """
    rows = list(rows)
    villages = Villages(text for row in rows for text in (row.village, *row.serves))
    found = {row.number: given(row) for row in rows}
    indexes = {index for each in found.values() for index in each.indexes.values()}
    emails = {each.normal[EMAIL] for each in found.values() if EMAIL in each.normal}
    known = Known(villages.found, indexes, emails)
    planner = _Planner(villages, known, people_beyond(by, known.people))
    for row in rows:
        planner.add(row, found[row.number])
    return planner.plan


class _Planner:
    def __init__(self, villages: Villages, known: Known, beyond: set[int]) -> None:
        self.villages, self.known, self.plan, self.beyond = villages, known, Plan(), beyond
        self.seen: dict[tuple[int, int], int] = {}  # somebody and place → number of their row
        self.liaisons: dict[int, Place] = {}

    def add(self, row: Row, at: Given) -> None:
        line = Line(row.number, row.name, row.group or row.village)
        self.plan.lines.append(line)
        try:
            if fault := row.fault or at.fault:
                raise Unusable(fault)
            village, more = self.villages.find(row.village), [self.villages.find(text) for text in row.serves]
            somebody = self._match(row, at)
            place = self._place(row, village)
            somebody = somebody or self.known.named(row.name, place)
            self._refuse_twice(row, somebody, place)
            self._serve(place, more, line.words)
            self._take(line, row, at, somebody, place)
        except (Unusable, NoVillage) as why:
            line.fate, line.words = Fate.REFUSED, [str(why)]

    def _match(self, row: Row, at: Given) -> Somebody | None:
        """Whose contacts these are; Unusable when they are two people's, or of somebody called quite differently."""
        asked = [self.known.by_contact.get(index) for index in at.indexes.values()]
        asked.append(self.known.by_email.get(at.normal.get(EMAIL, "")))
        found = list(dict.fromkeys(somebody for somebody in asked if somebody))
        if any(somebody.person and somebody.person.pk in self.beyond for somebody in found):
            raise Unusable(
                _("nomor atau e-mail ini sudah dipakai orang di wilayah lain; minta admin kantor menambahkannya")
            )
        if len(found) > 1:
            words = {"one": found[0].name, "other": found[1].name}
            raise Unusable(_("telepon dan e-mail ini milik dua orang: %(one)s dan %(other)s") % words)
        if found and not _alike(found[0].name, row.name):
            words = {"name": found[0].name}
            raise Unusable(_("kontak ini sudah dipakai %(name)s; kosongkan, atau perbaiki namanya") % words)
        if found and found[0].person and not found[0].person.is_active:
            raise Unusable(_("%(name)s dinonaktifkan; aktifkan dulu") % {"name": found[0].name})
        return found[0] if found else None

    def _place(self, row: Row, village: Area) -> Place:
        """The group, found or still to be founded; without one the village that needs a penghubung."""
        if row.group:
            return self.known.place(village, row.group) or Place(village, row.group, serves={village.pk: village})
        if serving := self.known.serving.get(village.pk):
            words = {"village": village.title, "group": serving.name}
            raise Unusable(_("%(village)s sudah dilayani %(group)s; isi kolom kim") % words)
        if row.serves:
            raise Unusable(_("penghubung hanya melayani satu desa; kosongkan kolom melayani"))
        return self.liaisons.setdefault(village.pk, Place(village))

    def _refuse_twice(self, row: Row, somebody: Somebody | None, place: Place) -> None:
        first = self.seen.get((id(somebody), id(place))) if somebody else None
        if first is not None:
            raise Unusable(_("orang ini sudah ada di baris %(number)d") % {"number": first})

    def _take(self, line: Line, row: Row, at: Given, somebody: Somebody | None, place: Place) -> None:
        """From here on the row is good: write down what it changes."""
        line.place = str(place)
        changes = line.words
        if somebody is None:
            somebody = Somebody(row.name)
            self.plan.people.append(somebody)
            line.fate = Fate.NEW
        elif somebody.name != row.name:
            changes.append(_("nama: %(before)s → %(after)s") % {"before": somebody.name, "after": row.name})
            somebody.name = row.name
            self.plan.names += [somebody] if somebody.person and somebody not in self.plan.names else []
        self._follow(somebody, at)
        self._contact(somebody, at, changes, new=line.fate == Fate.NEW)
        for label in at.unset:
            changes.append(_("%(channel)s belum dipasang di sini: dilewati") % {"channel": label})
        self._member(row, somebody, place, changes, new=line.fate == Fate.NEW)
        self.seen[id(somebody), id(place)] = row.number
        self.known.join(somebody, place)
        if line.fate == Fate.SAME and changes:
            line.fate = Fate.UPDATED
        if row.title:
            changes.append(_("%(title)s tercatat sebagai anggota") % {"title": row.title})

    def _serve(self, place: Place, more: list[Area], changes: list[str]) -> None:
        """A new group, or an old one that serves more villages than before."""
        new = bool(place.name) and place.group is None and place not in self.plan.places
        added = [village for village in more if village.pk not in place.serves]
        if new:
            changes.append(_("KIM baru: %(name)s") % {"name": place.name})
            self.known.serve(place, place.village)
        if added:
            changes.append(_("juga melayani %(names)s") % {"names": ", ".join(village.name for village in added)})
        for village in added:
            self.known.serve(place, village)
        if (new or added) and place not in self.plan.places:
            self.plan.places.append(place)

    def _follow(self, somebody: Somebody, at: Given) -> None:
        """With a new number goes what was sent to the old one."""
        for kind in numbers.following(somebody.contacts) if addresses.PHONE in at.normal else []:
            at.normal.setdefault(kind, at.normal[addresses.PHONE])
            at.indexes.setdefault(kind, at.indexes[addresses.PHONE])

    def _contact(self, somebody: Somebody, at: Given, changes: list[str], *, new: bool) -> None:
        """An address that the list says and we do not have takes the place of the one that we have."""
        for channel, address in at.normal.items():
            index = at.indexes[channel]
            if index in somebody.addresses(channel):
                continue
            if words := self._why_not(somebody, channel, index):
                changes.append(words)
                continue
            before = [contact for contact in somebody.contacts if contact.channel == channel]
            self.plan.replaced += before
            self.plan.contacts.append((somebody, channel, address))
            somebody.added[channel] = index
            self.known.by_contact[index] = somebody
            if not new:
                words = _("%(channel)s diganti") if before else _("%(channel)s ditambah")
                changes.append(words % {"channel": LABELS[channel]})

    def _why_not(self, somebody: Somebody, channel: str, index: bytes) -> str:
        if index in somebody.stopped:
            return _("%(channel)s ini minta berhenti dihubungi: dilewati") % {"channel": LABELS[channel]}
        if channel in somebody.added:
            return _("%(channel)s lain untuk orang yang sama: dilewati") % {"channel": LABELS[channel]}
        return ""

    def _member(self, row: Row, somebody: Somebody, place: Place, changes: list[str], *, new: bool) -> None:
        """The role in the group, or as penghubung; who is on duty stays so where the list says nothing."""
        held = next((grant for grant in somebody.grants if belongs(grant, place)), None)
        if held is None:
            duty = row.on_duty if row.on_duty is not None else not place.name
            self.plan.members.append((somebody, place, row.role or Role.VOLUNTEER, duty))
            if not new:
                words = _("masuk %(place)s") if place.name else _("menjadi penghubung %(place)s")
                changes.append(words % {"place": place})
            return
        if row.role and held.role != row.role:
            self.plan.roles.append((held, row.role))
            changes.append(_("peran: %(role)s") % {"role": row.role.label})
        if row.on_duty is not None and held.on_duty != row.on_duty:
            self.plan.duties.append((held, row.on_duty))
            changes.append(_("menjadi petugas") if row.on_duty else _("bukan petugas lagi"))


def _alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: a word in common. Families share telephones."""
    return bool(set(plain_name(one).split()) & set(plain_name(other).split()))
