"""Names as people here say them."""

import pytest

from jembatan.areas.actions import rename
from jembatan.areas.errors import AreaError
from jembatan.areas.models import Area
from jembatan.audit.models import Entry


def test_rename_keeps_the_official_name_and_is_on_record(contoh: Area) -> None:
    area = Area.objects.get(code="16.06.01")

    rename(area=area, name="  Ulu \n Sungai ", by=None)

    area.refresh_from_db()
    assert (area.name, area.official_name) == ("Ulu Sungai", "Hulu")
    entry = Entry.objects.get(action="area.renamed")
    assert (entry.actor, entry.area_code, entry.facts) == (None, "16.06.01", {"before": "Hulu", "after": "Ulu Sungai"})


@pytest.mark.parametrize("name", ["", " \t", "x" * 81])
def test_rename_refuses_no_name_and_too_long_ones(contoh: Area, name: str) -> None:
    with pytest.raises(AreaError, match="1 sampai 80 huruf"):
        rename(area=contoh, name=name, by=None)
