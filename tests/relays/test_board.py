"""By which areas a board groups, and the order of its villages."""

import pytest

from jembatan.areas.models import Level
from jembatan.relays import board
from jembatan.relays.board import Place
from jembatan.relays.models import Relay, State
from tests import factories


@pytest.mark.parametrize(
    ("codes", "shared"),
    [
        (["16.06"], "16.06"),
        (["16.06.01", "16.06.02.2001"], "16.06"),
        (["16.06.01.2001"], "16.06.01.2001"),
        (["16.06", "17.01"], "0"),
        (["0"], "0"),
        (["0", "16.06"], "0"),
        (["16.06.01", "16.06.01.2001"], "16.06.01"),
    ],
)
def test_common_code_holds_all_of_them(codes, shared):
    assert board.common_code(codes) == shared


@pytest.mark.parametrize(
    ("villages", "code", "level"),
    [
        (242, "16.06", Level.DISTRICT),
        (1500, "0", Level.DISTRICT),
        (1501, "0", Level.PROVINCE),
        (3000, "16", Level.REGENCY),
        (83762, "0", Level.PROVINCE),
        (2000, "16.06", Level.DISTRICT),
    ],
)
def test_board_groups_by_what_fits_a_page(villages, code, level):
    assert board.board_level(villages, code) == level


@pytest.mark.parametrize("text", ["", "x~16.06", "9~16.06", "1", "1~", "²~16.06", "-1~16"])
def test_place_that_nobody_made_is_the_first_page(text):
    assert Place.parse(text) is None


def test_place_survives_the_address():
    assert Place.parse(str(Place(3, "16.06.01.2001"))) == Place(3, "16.06.01.2001")


@pytest.mark.django_db
def test_pages_hold_every_village_once_the_least_far_first(regency):
    release = factories.published()
    Relay.objects.filter(code__in=["16.06.01.2001", "16.06.02.2002"]).update(state=State.SEEN)

    pages, after = [], None
    while rows := board.villages_page(release, code="16.06", after=after, size=4):
        pages += [relay.code for relay in rows]
        after = Place(rows[-1].state, rows[-1].code)

    assert pages == [
        "16.06.01.2002", "16.06.01.2003", "16.06.02.2001", "16.06.02.2003", "16.06.01.2001", "16.06.02.2002",
    ]  # fmt: skip


@pytest.mark.django_db
def test_squares_are_all_villages_by_code(regency):
    release = factories.published()

    found = board.squares(release, code="16.06.02")

    assert [(code, name, state) for code, name, state, _pk in found] == [
        ("16.06.02.2001", "Desa 02-2001", 0),
        ("16.06.02.2002", "Desa 02-2002", 0),
        ("16.06.02.2003", "Desa 02-2003", 0),
    ]
