"""`jembatan admin link`: the way back in."""

import pytest

from jembatan.audit.models import Entry
from jembatan.people import signin
from jembatan.people.actions import deactivate
from jembatan.people.models import Person, SignInLink
from jembatan.people.roles import Role
from tests import factories
from tests.cli.conftest import Jembatan, Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari() -> Person:
    """The only admin, without an address: once her session is lost nothing lets her in."""
    factories.regency()
    factories.person(Role.EDITOR, name="Penyunting")
    sari = factories.person(Role.ADMIN, name="Ibu Sari")
    Person.objects.filter(pk=sari.pk).update(email=None)
    return sari


def lets_in(said: Said) -> Person | None:
    link = signin.find(said.out.strip().rsplit("/", 2)[1])
    return link.person if link else None


def test_the_only_admin_gets_a_fresh_link(jembatan: Jembatan, sari: Person) -> None:
    first = jembatan("admin", "link")
    second = jembatan("admin", "link")

    assert (second.code, lets_in(second), lets_in(first)) == (0, sari, None)
    assert second.err == "Tautan masuk untuk Ibu Sari, sekali pakai, berlaku 24 jam:\n"
    traces = Entry.objects.filter(action="person.invited").values_list("actor", "subject")
    assert list(traces) == [(None, f"person:{sari.pk}")] * 2


def test_of_several_admins_one_is_chosen(jembatan: Jembatan, sari: Person) -> None:
    budi = factories.person(Role.ADMIN, name="Budi")

    which = jembatan("admin", "link")
    by_email = jembatan("admin", "link", "--email", str(budi.email).upper())
    by_number = jembatan("admin", "link", "--id", sari.pk)

    assert (which.code, which.out) == (1, "")
    assert which.err == (
        "Beberapa orang adalah admin; pilih satu dengan --email atau --id:\n"
        f"  --id {budi.pk}  Budi  {budi.email}\n  --id {sari.pk}  Ibu Sari  tanpa surel\n"
    )
    assert (lets_in(by_email), lets_in(by_number)) == (budi, sari)


@pytest.mark.parametrize("words", [("--email", "entah@contoh.id"), ("--id", "999999999"), ("--email", "")])
def test_who_is_no_admin_gets_none(jembatan: Jembatan, sari: Person, words: tuple[str, ...]) -> None:
    said = jembatan("admin", "link", *words)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Tidak ada admin aktif yang seperti itu;")
    assert not SignInLink.objects.exists()


def test_a_number_that_is_none_is_one_sentence(jembatan: Jembatan, sari: Person) -> None:
    said = jembatan("admin", "link", "--id", "satu")

    assert (said.code, said.out, len(said.err.splitlines())) == (2, "", 1)


def test_who_is_switched_off_or_admin_of_a_part_gets_none(jembatan: Jembatan, sari: Person) -> None:
    deactivate(person=factories.person(Role.ADMIN, name="Mantan"), by=None)
    factories.person(Role.ADMIN, "16.06.01", name="Admin Kecamatan")

    assert lets_in(jembatan("admin", "link")) == sari


def test_without_an_admin_the_next_command_is_named(jembatan: Jembatan) -> None:
    said = jembatan("admin", "link")

    assert (said.code, said.err) == (1, "Belum ada admin. Jalankan: jembatan init --area KODE\n")
