"""Two districts, and people by name: the admin, the coordinator of the first, the neighbour of the second."""

from dataclasses import dataclass

import pytest
from django.test import Client

from jembatan.areas.models import Area
from jembatan.people.models import Group, Person
from jembatan.people.roles import Role
from tests import factories


@dataclass
class House:
    root: Area
    group: Group  # KIM Melati in 16.06.01.2001
    siti: Person  # its member on duty
    admin: Client
    coordinator: Client
    neighbour: Client
    office: Client  # an editor of an office
    people: dict[str, Person]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def house(db) -> House:
    root = factories.regency()
    group = factories.group("16.06.01.2001", name="KIM Melati")
    siti = factories.volunteer(group, email="siti@contoh.id", phone="0812-3456-7890", name="Siti Aminah")
    people = {
        "admin": factories.person(Role.ADMIN, name="Admin"),
        "coordinator": factories.person(Role.COORDINATOR, "16.06.01", name="Koordinator"),
        "neighbour": factories.person(Role.COORDINATOR, "16.06.02", name="Tetangga"),
        "office": factories.person(Role.EDITOR, office=factories.office("Dinas A"), name="Penyunting"),
    }
    return House(root, group, siti, people=people, **{name: signed_in(who) for name, who in people.items()})


def text(response) -> str:
    return " ".join(response.content.decode().split())
