"""The tree in the database: what it refuses, and how it answers who lies under whom."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jembatan.areas.models import NATION, Area, Boundary, Kind, Setting, covers

DAY = date(2026, 1, 2)


def area(code: str, **more: object) -> Area:
    plain = {"level": 4, "kind": Kind.DESA, "name": code, "official_name": code}
    return Area(code=code, **(plain | more))  # type: ignore[arg-type]


BREAKS: dict[str, Callable[[Area], models.Model]] = {
    "area_code_once": lambda root: area("16.06", parent=root),
    "area_one_root": lambda root: area("17"),
    "area_dates_in_order": lambda root: area("16.06.09", parent=root, valid_from=DAY, valid_until=date(2026, 1, 1)),
    "setting_once_per_area": lambda root: Setting(area=root, name="zone", value="Asia/Jayapura"),
    "areas_boundary_area_id_key": lambda root: Boundary(area=root, geometry={}, longitude=0, latitude=0),
}


@pytest.mark.parametrize("constraint", BREAKS)
def test_each_constraint_refuses_what_breaks_it(contoh: Area, constraint: str) -> None:
    Setting.objects.create(area=contoh, name="zone", value="Asia/Makassar")
    Boundary.objects.create(area=contoh, geometry={}, longitude=0, latitude=0)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        BREAKS[constraint](contoh).save()


def test_these_are_all_constraints_of_the_app() -> None:
    named = {constraint.name for model in (Area, Setting, Boundary) for constraint in model._meta.constraints}

    assert named == set(BREAKS) - {"areas_boundary_area_id_key"}


def test_an_area_with_children_cannot_be_deleted(contoh: Area) -> None:
    with pytest.raises(models.ProtectedError):
        contoh.delete()


def test_a_code_can_be_given_again_after_its_area_ended(contoh: Area) -> None:
    Area.objects.filter(code="16.06.02.2001").update(valid_until=DAY)

    area("16.06.02.2001", parent=contoh, valid_from=DAY).save()

    assert Area.objects.filter(code="16.06.02.2001").count() == 2
    assert Area.objects.current().get(code="16.06.02.2001").valid_from == DAY


def test_another_root_can_follow_one_that_ended(contoh: Area) -> None:
    Area.objects.filter(pk=contoh.pk).update(valid_until=DAY)

    area("17").save()

    assert Area.objects.root().code == "17"


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        (Kind.NATION, "Indonesia", "Indonesia"),
        (Kind.REGENCY, "Musi Banyuasin", "Kabupaten Musi Banyuasin"),
        (Kind.CITY, "Kotamobagu", "Kota Kotamobagu"),
        (Kind.CITY, "Kota Administrasi Jakarta Pusat", "Kota Administrasi Jakarta Pusat"),
        (Kind.DESA, "Desa Adat Yoboi", "Desa Adat Yoboi"),
        (Kind.DESA, "Desakolot", "Desa Desakolot"),
    ],
)
def test_title_names_the_kind_once(kind: Kind, name: str, title: str) -> None:
    assert area("1", kind=kind, name=name).title == title


part = st.sampled_from(["0", "1", "01", "010", "1001", "2001", "9", "99"])
codes = st.lists(part, min_size=1, max_size=4).map(".".join).filter(lambda code: len(code) <= 13 and code != NATION)


@given(there=st.sets(codes, min_size=1, max_size=12), at=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_covers_agree_on_every_code(db: None, there: set[str], at: st.DataObject) -> None:
    prefix = at.draw(st.one_of(st.sampled_from(sorted(there)), codes, st.just(NATION)))

    with transaction.atomic():
        Area.objects.bulk_create([area(code, valid_until=DAY) for code in there])
        found = set(Area.objects.under(prefix).values_list("code", flat=True))
        transaction.set_rollback(True)

    assert found == {code for code in there if covers(prefix, code)}


def test_a_prefix_ends_at_a_dot(contoh: Area) -> None:
    Area.objects.bulk_create([area("16.06.010", parent=contoh), area("16.06.01-", parent=contoh)])

    assert not covers("16.06.01", "16.06.010")
    assert set(Area.objects.under("16.06.01").values_list("code", flat=True)) == {
        "16.06.01",
        "16.06.01.1001",
        "16.06.01.2001",
    }


def test_under_several_prefixes_is_their_union_and_under_none_is_nothing(contoh: Area) -> None:
    assert Area.objects.under("16.06.01.2001", "16.06.02").count() == 3
    assert Area.objects.under().count() == 0
