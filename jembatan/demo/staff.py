"""Invented people of the office and the districts, one for each role at least."""

from dataclasses import dataclass
from random import Random

from django.utils import timezone

from jembatan.areas.models import Area, Level
from jembatan.demo.corpus import words
from jembatan.keyring import mac, seal
from jembatan.messages.models import Contact, Recipient
from jembatan.people.models import Grant, Office, Person
from jembatan.people.roles import Role

SEED = "jembatan-demo-1"
OFFICES = {
    "Dinkominfo": "Dinas Komunikasi dan Informatika",
    "Dinkes": "Dinas Kesehatan",
    "BPBD": "Badan Penanggulangan Bencana Daerah",
    "Dinsos": "Dinas Sosial",
    "Disdukcapil": "Dinas Kependudukan dan Pencatatan Sipil",
    "Disbun": "Dinas Perkebunan",
    "Disdikbud": "Dinas Pendidikan dan Kebudayaan",
    "PUPR": "Dinas Pekerjaan Umum dan Penataan Ruang",
    "DLH": "Dinas Lingkungan Hidup",
    "Inspektorat": "Inspektorat",
}


@dataclass(frozen=True, slots=True)
class Staff:
    """Who does what in the demo."""

    editor: Person
    health_editor: Person
    reviewer: Person
    second_reviewer: Person
    coordinators: dict[str, Person]  # by district code
    officers: dict[str, tuple[Office, Person]]  # who answers, by the office's short name


def name(random: Random) -> str:
    lists = words()
    return f"{random.choice(lists['given'])} {random.choice(lists['family'])}"


def person(full_name: str, email: str | None = None) -> Person:
    """An invented person who can sign in by link only."""
    made = Person(name=full_name, email=email, invented=True)
    made.set_unusable_password()
    made.save()
    return made


def contacts(people: list[Person], phones: list[bool]) -> None:
    """An inbox and an e-mail address for each, a telephone where `phones` says so.

    Addresses end in `.example` (RFC 2606) and numbers begin with 0800-000: neither reaches anybody.
    """
    recipients = Recipient.objects.bulk_create([Recipient(person=one) for one in people])
    rows, now = [], timezone.now()
    for one, phone, to in zip(people, phones, recipients, strict=True):
        rows.append(Contact(recipient=to, channel="inbox", position=99))
        rows.append(_contact(to, "email", f"warga{one.pk}@demo.example", 0))
        if phone:
            rows.append(_contact(to, "phone", f"+62800000{one.pk % 10000:04d}", 1))
    for row in rows:
        row.verified_at = now
    Contact.objects.bulk_create(rows)


def _contact(to: Recipient, channel: str, address: str, position: int) -> Contact:
    index = mac("contact", address)
    return Contact(recipient=to, channel=channel, address=seal(address), address_index=index, position=position)


def invent(root: Area) -> Staff:
    random = Random(f"{SEED}:staff")
    offices = {
        short: Office.objects.create(
            name=f"{full} {root.title}", short_name=short, area=root, invented=True, inspects=short == "Inspektorat"
        )
        for short, full in OFFICES.items()
    }
    made = {}
    for role, key, office in (
        (Role.ADMIN, "admin", None),
        (Role.EDITOR, "penyunting", None),
        (Role.EDITOR, "penyunting.dinkes", offices["Dinkes"]),
        (Role.REVIEWER, "peninjau", None),
        (Role.REVIEWER, "peninjau2", None),
        (Role.EXECUTIVE, "pimpinan", None),
    ):
        made[key] = person(name(random), f"{key}@demo.example")
        Grant.objects.create(person=made[key], role=role, area=root, office=office)
    coordinators, officers = _coordinators(root, random), _officers(root, offices, random)
    return Staff(
        made["penyunting"], made["penyunting.dinkes"], made["peninjau"], made["peninjau2"], coordinators, officers
    )


def _officers(root: Area, offices: dict[str, Office], random: Random) -> dict[str, tuple[Office, Person]]:
    """One for each office, with an address that reaches nobody."""
    made = {}
    for short, office in offices.items():
        one = person(name(random), f"petugas.{short.lower()}@demo.example")
        Grant.objects.create(person=one, role=Role.OFFICER, area=root, office=office)
        made[short] = (office, one)
    contacts([one for _, one in made.values()], [False] * len(made))
    return made


def _coordinators(root: Area, random: Random) -> dict[str, Person]:
    made = {}
    for district in Area.objects.current().under(root.code).filter(level=Level.DISTRICT).order_by("code"):
        one = person(name(random), f"koordinator.{district.code.rsplit('.', 1)[1]}@demo.example")
        Grant.objects.create(person=one, role=Role.COORDINATOR, area=district)
        made[district.code] = one
    contacts(list(made.values()), [True] * len(made))
    return made
