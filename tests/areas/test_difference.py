"""Loading again: shown first, then done; what people here edited stays."""

from dataclasses import replace

import pytest

from jembatan.areas.actions import rename
from jembatan.areas.clock import today
from jembatan.areas.difference import Difference, Renamed, apply, difference
from jembatan.areas.errors import AreaError
from jembatan.areas.models import Area, Kind
from jembatan.areas.upstream import Row
from jembatan.audit.models import Entry
from tests.areas.conftest import ROWS

NEW = Row("16.06.02.2002", Kind.DESA, "Tebing Baru", "30713")
# Hulu is written otherwise, Lubuk ended, Tebing has another postal code, Tebing Baru is new.
LATER = (
    ROWS[0],
    replace(ROWS[1], name="Hulu Raya"),
    ROWS[2],
    ROWS[3],
    replace(ROWS[5], postal_code="30799"),
    NEW,
)
FOUND = Difference(
    "16.06",
    added=(NEW,),
    renamed=(Renamed("16.06.01", "Hulu", "Hulu Raya", "Hulu"),),
    ended=(("16.06.01.2001", "Lubuk"),),
    postal_codes=(("16.06.02.2001", "30799"),),
)


def snapshot() -> list[tuple[object, ...]]:
    return list(Area.objects.order_by("pk").values_list())


def test_the_same_list_is_no_difference(contoh: Area) -> None:
    assert not difference("16.06", rows=ROWS)


def test_difference_tells_all_and_changes_nothing(contoh: Area) -> None:
    before = snapshot()

    assert difference("16.06", rows=LATER) == FOUND
    assert snapshot() == before


def test_apply_makes_it_so_and_deletes_nothing(contoh: Area) -> None:
    apply(FOUND, rows=LATER)

    assert not difference("16.06", rows=LATER)
    assert Area.objects.count() == 7
    assert Area.objects.get(code="16.06.01.2001").valid_until == today()
    added = Area.objects.get(code=NEW.code)
    assert (added.parent, added.valid_from) == (Area.objects.get(code="16.06.02"), today())
    entry = Entry.objects.get(action="areas.updated")
    assert entry.facts == {"added": 1, "renamed": 1, "ended": 1}


def test_a_name_nobody_edited_follows_the_ministry(contoh: Area) -> None:
    apply(FOUND, rows=LATER)

    area = Area.objects.get(code="16.06.01")
    assert (area.name, area.official_name) == ("Hulu Raya", "Hulu Raya")


def test_an_edited_name_survives(contoh: Area) -> None:
    rename(area=Area.objects.get(code="16.06.01"), name="Ulu", by=None)

    found = difference("16.06", rows=LATER)
    apply(found, rows=LATER)

    area = Area.objects.get(code="16.06.01")
    assert found.renamed == (Renamed("16.06.01", "Hulu", "Hulu Raya", "Ulu"),)
    assert (area.name, area.official_name) == ("Ulu", "Hulu Raya")


def test_an_edited_name_survives_a_list_without_news(contoh: Area) -> None:
    rename(area=Area.objects.get(code="16.06.01"), name="Ulu", by=None)

    assert not difference("16.06", rows=ROWS)


def test_what_changed_since_it_was_shown_is_refused(contoh: Area) -> None:
    rename(area=Area.objects.get(code="16.06.01"), name="Ulu", by=None)
    before = snapshot()

    with pytest.raises(AreaError, match="berubah sejak"):
        apply(FOUND, rows=LATER)

    assert snapshot() == before


def test_a_district_alone_leaves_its_neighbour_alone(contoh: Area) -> None:
    rows = (ROWS[2],)  # Hilir without its village

    found = difference("16.06.02", rows=rows)
    apply(found, rows=rows)

    assert found == Difference("16.06.02", ended=(("16.06.02.2001", "Tebing"),))
    assert set(Area.objects.current().villages().values_list("code", flat=True)) == {"16.06.01.1001", "16.06.01.2001"}


def test_a_code_that_ended_can_come_back_as_another_area(contoh: Area) -> None:
    apply(FOUND, rows=LATER)

    apply(difference("16.06", rows=ROWS), rows=ROWS)

    assert Area.objects.filter(code="16.06.01.2001").count() == 2
    assert Area.objects.current().get(code="16.06.01.2001").valid_from == today()


def test_an_area_outside_is_refused(contoh: Area) -> None:
    with pytest.raises(AreaError, match="di luar wilayah instalasi ini"):
        difference("16.07", rows=(Row("16.07", Kind.REGENCY, "Lain"),))


def test_an_empty_installation_is_told_to_begin_with_init(db: None) -> None:
    with pytest.raises(AreaError, match="jembatan init --area"):
        difference("16.06", rows=ROWS)
