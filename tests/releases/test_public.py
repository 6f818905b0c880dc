"""What everyone may read, page by page."""

import pytest
from django.utils import timezone

from jembatan.releases import public
from jembatan.releases.models import Release
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _regency(db):
    factories.regency()


def every_page(size: int, **which) -> list[Release]:
    found: list[Release] = []
    cursor = ""
    for _page in range(9):  # a cursor that does not go on would never end
        rows, cursor = public.newest(size=size, cursor=cursor, **which)
        found += rows
        if not cursor:
            break
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 5, 9])
def test_pages_hold_every_release_once_in_order(size):
    made = [factories.published(title=f"Rilis {n}") for n in range(5)]

    assert every_page(size) == made[::-1]


def test_releases_of_the_same_moment_are_told_apart_by_their_number():
    made = [factories.published(title=f"Rilis {n}") for n in range(5)]
    Release.objects.update(published_at=timezone.now())

    assert every_page(2) == made[::-1]


def test_release_published_between_two_pages_moves_nothing():
    made = [factories.published(title=f"Rilis {n}") for n in range(4)]
    first, cursor = public.newest(size=2)
    factories.published(title="Baru saja")

    second, _end = public.newest(size=2, cursor=cursor)

    assert first + second == made[::-1]


def test_area_of_similar_code_is_not_covered():
    factories.area("16.06.010", "Kecamatan lain", factories.get_area("16.06"))
    factories.published(targets=["16.06.01"])

    assert public.newest(area="16.06.010")[0] == []


def test_nation_sees_what_is_for_any_part_of_it():
    release = factories.published(targets=["16.06.01.2001"])

    assert public.newest(area="0")[0] == [release]
