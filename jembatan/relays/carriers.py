"""Who can be called about a village: names and numbers.

Show them only with CALL_VOLUNTEERS on that relay, and write down that you did (`numbers_shown`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Model

from jembatan.audit.actions import record
from jembatan.keyring import unseal
from jembatan.messages.models import Contact
from jembatan.people.models import Grant, Person
from jembatan.people.roles import Permission, roles_with
from jembatan.relays.links import live_askings
from jembatan.relays.models import Relay, Serving

BY_VOICE = ("phone", "whatsapp", "sms")  # channels whose address is a number that can be called, the best first


@dataclass(frozen=True, slots=True)
class Carrier:
    person: int
    name: str
    phone: str  # E.164, or empty
    group: str = ""  # name of the KIM, empty for a penghubung desa or a coordinator
    asked: bool = False  # has a personal link that works

    @property
    def whatsapp(self) -> str:
        """What `wa.me` wants: digits only."""
        return self.phone.removeprefix("+")


def numbers(people: Collection[int]) -> dict[int, str]:
    """Person id → the number to call, for those who gave one. One query."""
    live = Contact.objects.live().filter(recipient__person__in=people, channel__in=BY_VOICE)
    rows = live.order_by("position").values_list("recipient__person_id", "channel", "address")
    best = sorted(rows, key=lambda row: BY_VOICE.index(row[1]), reverse=True)
    return {person: unseal(address) for person, _channel, address in best if person is not None and address}


def of_villages(areas: Collection[int]) -> dict[int, list[Carrier]]:
    """Area id → everyone who serves the village, those who are asked first before the others. Two queries."""
    rows = Serving.objects.filter(area__in=areas).select_related("person", "group")
    serving = list(rows.order_by("-first", "group__name", "person__name"))
    phones = numbers({row.person_id for row in serving})
    found: dict[int, list[Carrier]] = defaultdict(list)
    for row in serving:
        group = row.group.name if row.group else ""
        found[row.area_id].append(Carrier(row.person_id, row.person.name, phones.get(row.person_id, ""), group))
    return found


def of_relays(relays: Iterable[Relay]) -> dict[int, list[Carrier]]:
    """Relay id → those who were asked and whose link works, in the order of asking. Two queries."""
    rows = list(live_askings().filter(relay__in=relays).order_by("step", "at", "person__name"))
    phones = numbers({row.person_id for row in rows})
    found: dict[int, list[Carrier]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.step is not None):
        found[row.relay_id].append(Carrier(row.person_id, row.person.name, phones.get(row.person_id, ""), asked=True))
    return found


def coordinators(districts: Collection[str]) -> dict[str, list[Carrier]]:
    """District code → those who look after its relays. Two queries."""
    roles = roles_with(Permission.LOOK_AFTER_RELAYS)
    grants = Grant.objects.current().filter(role__in=roles, area__code__in=districts, person__is_active=True)
    held = list(grants.order_by("person__name").values_list("area__code", "person_id", "person__name").distinct())
    phones = numbers({person for _code, person, _name in held})
    found: dict[str, list[Carrier]] = defaultdict(list)
    for code, person, name in held:
        found[code].append(Carrier(person, name, phones.get(person, "")))
    return found


def numbers_shown(carriers: Iterable[Carrier], *, on: Model, by: Person, area: str) -> None:
    """Write down whose numbers a page shows; nothing where it shows none."""
    people = sorted({carrier.person for carrier in carriers if carrier.phone})
    if people:
        record(f"{on._meta.model_name}.numbers_shown", on, by=by, area=area, people=people)
