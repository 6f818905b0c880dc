"""`jembatan demo remove`: said in full before it is done."""

import io

import pytest

from jembatan.people.models import Person
from jembatan.people.roles import Role
from jembatan.releases.models import Release
from tests import factories
from tests.cli.conftest import Jembatan
from tests.demo.house import House, build


@pytest.fixture
def house(db: None) -> House:
    house = build()
    group = house.invented.grants.get().group
    factories.grant(factories.person(name="Budi"), Role.VOLUNTEER, "16.06.01.2001", group=group)
    return house


TOLD = """\
Yang akan dihapus:
       3  orang rekaan
       1  KIM rekaan
       1  rilis demo
       1  rilis yang Anda tulis dengan peran demo: “Percobaan Anda”
      12  penerusan
       1  peran orang Anda di KIM atau perangkat daerah rekaan
Yang tetap:
       1  rilis Anda: “Rilis sungguhan”
       1  penerusan rilis Anda yang hanya dipegang orang rekaan; desanya kembali tanpa penerus
"""


def test_all_that_goes_and_stays_is_said_before_the_question(
    jembatan: Jembatan, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))

    said = jembatan("demo", "remove")

    assert said.code == 130
    assert said.err.startswith(TOLD + "Hapus semua isi demo?")
    assert (Release.objects.count(), Person.objects.filter(invented=True).count()) == (3, 3)


def test_with_yes_it_goes_and_cannot_go_twice(jembatan: Jembatan, house: House) -> None:
    said, again = jembatan("demo", "remove", "--yes"), jembatan("demo", "remove", "--yes")

    assert (said.code, said.err) == (0, TOLD + "Menghapus demo ...\n")
    assert (again.code, again.err) == (1, "Tidak ada demo di pemasangan ini.\n")
    assert Release.objects.get() == house.ours
