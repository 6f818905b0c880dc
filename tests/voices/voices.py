"""Voices and handlers for tests: a small house with a desk, two offices and an inspectorate."""

from dataclasses import dataclass
from typing import Any

from jembatan.people.models import Office, Person
from jembatan.people.roles import Role
from jembatan.voices import handling, intake
from jembatan.voices.intake import Received, Said
from jembatan.voices.models import Kind, Topic, Voice
from tests import factories

VILLAGE = "16.06.01.2001"


@dataclass
class House:
    """Dewi looks through voices in district 01, Rina at the root; Budi answers for the works office."""

    works: Office
    health: Office
    inspectorate: Office
    dewi: Person
    rina: Person
    budi: Person
    hana: Person
    ibu: Person  # of the inspectorate
    road: Topic


def house() -> House:
    factories.regency()
    works, health = factories.office("Dinas PU"), factories.office("Dinas Kesehatan")
    inspectorate = factories.office("Inspektorat")
    Office.objects.filter(pk=inspectorate.pk).update(inspects=True)
    inspectorate.refresh_from_db()
    return House(
        works, health, inspectorate,
        dewi=factories.person(Role.COORDINATOR, "16.06.01", name="Dewi"),
        rina=factories.person(Role.REVIEWER, name="Rina"),
        budi=factories.person(Role.OFFICER, office=works, name="Budi"),
        hana=factories.person(Role.OFFICER, office=health, name="Hana"),
        ibu=factories.person(Role.OFFICER, office=inspectorate, name="Ibu Inspektur"),
        road=Topic.objects.create(code="jalan", name="Jalan"),
    )  # fmt: skip


def said(**more: Any) -> Received:
    plain: dict[str, Any] = {"text": "Jalan di depan SD berlubang dalam.", "area": factories.get_area(VILLAGE)}
    return intake.receive(Said(**(plain | more)))


def voice(**more: Any) -> Voice:
    return said(**more).voice


def verified(home: House, **more: Any) -> Voice:
    made = voice(**more)
    handling.verify(voice=made, kind=Kind.COMPLAINT, topic=home.road, area=made.area, by=home.dewi, seen=made.version)
    return made


def forwarded(home: House, to: Office | None = None, **more: Any) -> Voice:
    made = verified(home, **more)
    handling.forward(voice=made, office=to or home.works, by=home.dewi, seen=made.version)
    return made
