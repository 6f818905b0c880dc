"""The table for a spreadsheet: every village, readable in Excel, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine

from jembatan.relays import hops
from jembatan.relays.models import Relay
from jembatan.spreadsheet import BOM, safe
from tests import factories

pytestmark = pytest.mark.django_db


def table(client, release, query: str = "") -> list[list[str]]:
    response = client.get(f"/meja/rilis/{release.pk}/jangkauan.csv{query}")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM))))


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2025-11-12T03:00:00Z", tick=False):
        yield


def test_table_has_every_village_the_unreached_first(signed_in, ratna, release, relay, siti):
    hops.relayed(relay=relay, by=siti, places=[], version=1)

    rows = table(signed_in(ratna), release)

    assert rows[0][:4] == ["Kode", "Desa", "Kecamatan", "Status"]
    assert [row[0] for row in rows[1:]] == [
        "16.06.01.2002", "16.06.01.2003", "16.06.02.2001", "16.06.02.2002", "16.06.02.2003", "16.06.01.2001",
    ]  # fmt: skip
    assert rows[-1] == [
        "16.06.01.2001", "Desa 01-2001", "Kecamatan 01", "Diteruskan", "2025-11-12 10:00", "2025-11-12 10:00", "0",
        "KIM Serasan", "2025-11-13 10:00",
    ]  # fmt: skip


def test_minutes_are_counted_from_the_asking(signed_in, ratna, release, relay):
    Relay.objects.filter(pk=relay.pk).update(state=4, reached_at=relay.asked_at + timedelta(minutes=90))

    assert table(signed_in(ratna), release)[-1][6] == "90"


def test_table_of_a_part_has_that_part(signed_in, tono, release):
    assert len(table(signed_in(tono), release)) == 1 + 3


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_name_that_looks_like_a_formula_is_text(name):
    assert safe(name) == f"'{name}"


def test_planted_formula_does_not_come_out(signed_in, ratna, release):
    village = factories.get_area("16.06.01.2001")
    village.name = "=cmd|'/c calc'!A1"
    village.save()

    cells = {cell for row in table(signed_in(ratna), release) for cell in row}

    assert [cell for cell in cells if cell.startswith("=")] == []
    assert "'=cmd|'/c calc'!A1" in cells
