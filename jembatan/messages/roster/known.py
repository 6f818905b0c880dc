"""What the database knows of the people and groups of a list: a fixed number of queries, however long the list."""

from dataclasses import dataclass, field
from typing import cast

from jembatan.areas.models import Area
from jembatan.messages.contacts import REPLACED
from jembatan.messages.models import Contact
from jembatan.people.models import Grant, Group, Person
from jembatan.people.territory import RELAYING


@dataclass(slots=True, eq=False)
class Somebody:
    """A person, there already or still to be."""

    name: str
    person: Person | None = None
    contacts: list[Contact] = field(default_factory=list)  # live ones outside the application
    stopped: set[bytes] = field(default_factory=set)  # indexes of addresses that they asked us to leave alone
    added: dict[str, bytes] = field(default_factory=dict)  # by channel, indexes of addresses that the list brings
    grants: list[Grant] = field(default_factory=list)  # current, of those who pass releases on

    def addresses(self, channel: str) -> set[bytes]:
        """Indexes of what reaches them by this channel, once the list is applied."""
        if channel in self.added:
            return {self.added[channel]}
        return {bytes(contact.address_index or b"") for contact in self.contacts if contact.channel == channel}


@dataclass(slots=True, eq=False)
class Place:
    """A group, there already or still to be; without a name, a village that has a penghubung instead."""

    village: Area
    name: str = ""
    group: Group | None = None
    serves: dict[int, Area] = field(default_factory=dict)  # by id

    def __str__(self) -> str:
        return self.name or self.village.title


def plain_name(name: str) -> str:
    """`KIM Melati` and `melati` are the same group; names of people compare alike."""
    return " ".join(name.casefold().split()).removeprefix("kim ")


class Known:
    """Finds people by contact, by sign-in address, and by name within a place; groups by name within a village."""

    def __init__(self, villages: list[Area], indexes: set[bytes], emails: set[str]) -> None:
        self.people: dict[int, Somebody] = {}
        self.by_contact: dict[bytes, Somebody] = {}
        self.by_email: dict[str, Somebody] = {}
        self.serving: dict[int, Place] = {}  # village → one of its groups
        self._places: dict[tuple[int, str], Place] = {}
        self._members: dict[tuple[str, int, str], Somebody] = {}
        self._groups(villages)
        self._somebodies(self._ids(villages, indexes, emails))

    def _groups(self, villages: list[Area]) -> None:
        groups = Group.objects.current().filter(services__area__in=villages).distinct().order_by("pk")
        places: list[Place] = []
        for group in groups.select_related("home").prefetch_related("services__area"):
            places.append(Place(group.home, group.name, group))
            self.serve(places[-1], group.home)
        for place in places:  # of two that are called alike, the one at home counts
            for service in cast(Group, place.group).services.all():
                self.serve(place, service.area)

    def _ids(self, villages: list[Area], indexes: set[bytes], emails: set[str]) -> set[int]:
        """Everybody who may be meant."""
        at = Contact.objects.filter(address_index__in=indexes, recipient__person__isnull=False)
        members = Grant.objects.current().filter(role__in=RELAYING)
        groups = {place.group for place in self._places.values()}
        found = set(at.values_list("recipient__person_id", flat=True))
        found |= set(Person.objects.filter(email__in=emails).values_list("pk", flat=True))
        found |= set(members.filter(group__in=groups).values_list("person_id", flat=True))
        return found | set(members.filter(group=None, area__in=villages).values_list("person_id", flat=True))

    def _somebodies(self, ids: set[int]) -> None:
        for person in Person.objects.filter(pk__in=ids).order_by("pk"):
            self.people[person.pk] = somebody = Somebody(person.name, person)
            if person.email:
                self.by_email[person.email] = somebody
        contacts = Contact.objects.filter(recipient__person__in=ids, address_index__isnull=False)
        for contact in contacts.select_related("recipient").order_by("position", "pk"):
            self._note(contact)
        grants = Grant.objects.current().filter(role__in=RELAYING, person__in=ids)
        for grant in grants.select_related("area", "group", "person").order_by("pk"):
            somebody = self.people[grant.person_id]
            somebody.grants.append(grant)
            self._members.setdefault((*_of_grant(grant), plain_name(somebody.name)), somebody)

    def _note(self, contact: Contact) -> None:
        """A live contact says whose the address is, before one that ended."""
        somebody, index = self.people[contact.recipient.person_id or 0], bytes(contact.address_index or b"")
        if contact.ended_at is None:
            somebody.contacts.append(contact)
            self.by_contact[index] = somebody
        elif contact.ended_because != REPLACED:
            somebody.stopped.add(index)
            self.by_contact.setdefault(index, somebody)

    def place(self, village: Area, name: str) -> Place | None:
        """The group of this name that serves the village."""
        return self._places.get((village.pk, plain_name(name)))

    def serve(self, place: Place, village: Area) -> None:
        place.serves[village.pk] = village
        self._places.setdefault((village.pk, plain_name(place.name)), place)
        self.serving.setdefault(village.pk, place)

    def join(self, somebody: Somebody, place: Place) -> None:
        self._members.setdefault((*_of_place(place), plain_name(somebody.name)), somebody)

    def named(self, name: str, place: Place) -> Somebody | None:
        """The member of the place who is called so."""
        return self._members.get((*_of_place(place), plain_name(name)))


def _of_grant(grant: Grant) -> tuple[str, int]:
    return ("group", grant.group_id) if grant.group_id else ("village", grant.area_id)


def _of_place(place: Place) -> tuple[str, int]:
    if place.group:
        return "group", place.group.pk
    return ("new", id(place)) if place.name else ("village", place.village.pk)


def belongs(grant: Grant, place: Place) -> bool:
    return _of_grant(grant) == _of_place(place)
