"""`jembatan init`: an installation with its areas and one admin, or nothing."""

import pytest
from django.utils import timezone

from jembatan.areas.holidays import usual_years
from jembatan.areas.loading import load
from jembatan.areas.models import Area, Holiday
from jembatan.audit.models import Entry
from jembatan.people import signin
from jembatan.people.models import Grant, Person, SignInLink
from jembatan.people.roles import Role
from tests.cli.conftest import Jembatan

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Area, Person, Grant, SignInLink, Entry))


def test_init_loads_the_tree_and_prints_a_link_that_signs_the_admin_in(jembatan: Jembatan) -> None:
    said = jembatan("init", "--area", "16.06", "--name", "Ibu Sari", "--email", "Sari@contoh.id")

    link = signin.find(said.out.strip().rstrip("/").rpartition("/")[2])
    assert (said.code, Area.objects.villages().count()) == (0, 242)
    assert {day.year for day in Holiday.objects.values_list("date", flat=True)} == set(usual_years())
    assert link is not None
    assert (link.person.name, link.person.email) == ("Ibu Sari", "sari@contoh.id")
    assert [(grant.role, grant.area) for grant in Grant.objects.all()] == [(Role.ADMIN, Area.objects.root())]


@pytest.mark.parametrize(
    ("area", "advice"),
    [
        ("16.06.01", "areas load --area 16.06.01; untuk masuk lagi sebagai admin: jembatan admin link"),
        ("16.07", "basis data lain"),
    ],
)
def test_init_twice_is_refused_and_changes_nothing(jembatan: Jembatan, area: str, advice: str) -> None:
    jembatan("init", "--area", "16.06.01")
    Person.objects.update(last_login=timezone.now())
    before = counts()

    said = jembatan("init", "--area", area)

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Instalasi ini sudah melayani Kecamatan Sekayu (16.06.01).")
    assert advice in said.err
    assert counts() == before


def test_init_again_gives_an_admin_who_never_came_in_a_new_link(jembatan: Jembatan) -> None:
    first = jembatan("init", "--area", "16.06.01").out.strip()

    again = jembatan("init", "--area", "16.06.01")

    assert (again.code, Person.objects.count()) == (0, 1)
    assert signin.find(again.out.strip().rsplit("/", 2)[1]) is not None
    assert again.out.strip() != first


def test_init_finishes_a_tree_without_an_admin(jembatan: Jembatan) -> None:
    load("16.06.01")

    said = jembatan("init", "--area", "160601")

    assert said.code == 0
    assert Grant.objects.get().role == Role.ADMIN


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--area", "99.99"), 1, "Kode wilayah 99.99 tidak dikenal."),
        (("--area", "16.06.01", "--email", "bukan surel"), 2, "bukan surel bukan alamat surel"),
    ],
)
def test_init_with_wrong_words_does_nothing(jembatan: Jembatan, words: tuple[str, ...], code: int, told: str) -> None:
    said = jembatan("init", *words)

    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert counts() == (0, 0, 0, 0, 0)


def test_init_that_breaks_at_its_last_step_leaves_nothing(jembatan: Jembatan, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object, **more: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(signin, "issue", breaks)

    assert jembatan("init", "--area", "16.06.01").code == 70
    assert counts() == (0, 0, 0, 0, 0)
