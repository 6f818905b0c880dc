"""`jembatan areas`: what it prints, what it refuses, what it leaves alone."""

import json
from pathlib import Path

import pytest

from jembatan.areas import upstream
from jembatan.areas.loading import load
from jembatan.areas.models import Area, Boundary
from tests.areas.conftest import ROWS, feature
from tests.cli.conftest import Jembatan

VILLAGE = "16.06.01.2001"


@pytest.fixture
def sekayu(db: None) -> Area:
    """A real district, so that the ministry's list can be asked about it."""
    return load("16.06.01")


@pytest.fixture
def older(sekayu: Area) -> Area:
    """The same, as it was before the ministry renamed, added and ended a village each."""
    Area.objects.filter(code="16.06.01.2001").update(official_name="Lama", name="Lama")
    Area.objects.filter(code="16.06.01.2002").update(code="16.06.01.2999")
    return sekayu


def test_list_as_text_has_titles_in_level_order(db: None, jembatan: Jembatan) -> None:
    load("16.06", rows=ROWS)

    assert jembatan("areas", "list", "--under", "16.06.01").out == (
        "16.06.01       Kecamatan Hulu\n16.06.01.1001  Kelurahan Pasar\n16.06.01.2001  Desa Lubuk\n"
    )


def test_list_as_json_is_one_document(db: None, jembatan: Jembatan) -> None:
    load("16.06", rows=ROWS)

    said = jembatan("areas", "list", "--json")

    assert [row["code"] for row in said.json] == [row.code for row in ROWS]
    assert said.json[3] == {
        "code": "16.06.01.1001",
        "name": "Pasar",
        "official_name": "Pasar",
        "kind": "kelurahan",
        "parent": "16.06.01",
        "postal_code": "30711",
    }


@pytest.mark.parametrize("words", [("list", "--under", "17"), ("rename", "17", "X")])
def test_an_area_that_is_not_here_is_refused(sekayu: Area, jembatan: Jembatan, words: tuple[str, ...]) -> None:
    said = jembatan("areas", *words)

    assert (said.code, said.out) == (1, "")
    assert said.err == "Wilayah 17 tidak ada di instalasi ini; lihat: jembatan areas list\n"


def test_an_empty_installation_is_told_to_begin(db: None, jembatan: Jembatan) -> None:
    said = jembatan("areas", "list")

    assert (said.code, said.err) == (1, "Belum ada wilayah. Jalankan dulu: jembatan init --area KODE\n")


def test_load_without_news_says_so(sekayu: Area, jembatan: Jembatan) -> None:
    said = jembatan("areas", "load", "--area", "16.06.01")

    assert (said.code, said.out) == (0, "Tidak ada perbedaan di bawah 16.06.01.\n")


def test_load_shows_and_asks_and_a_no_changes_nothing(
    older: Area, jembatan: Jembatan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.confirm", lambda *args, **more: False)

    said = jembatan("areas", "load", "--area", "16.06.01")

    assert said.code == 0
    assert "Baru: 1\n  + 16.06.01.2002" in said.out
    assert f"~ {VILLAGE}  Lama → " in said.out
    assert "Berakhir (tidak dihapus): 1\n  - 16.06.01.2999" in said.out
    assert said.out.endswith("Tidak diterapkan.\n")
    assert Area.objects.get(code=VILLAGE).name == "Lama"


def test_load_with_json_alone_only_looks(older: Area, jembatan: Jembatan) -> None:
    found = jembatan("areas", "load", "--area", "16.06.01", "--json").json

    assert [row["code"] for row in found["added"]] == ["16.06.01.2002"]
    assert [row["code"] for row in found["ended"]] == ["16.06.01.2999"]
    assert [(row["code"], row["before"], row["kept"]) for row in found["renamed"]] == [(VILLAGE, "Lama", None)]
    assert found["applied"] is False
    assert Area.objects.get(code=VILLAGE).name == "Lama"


def test_load_with_yes_applies_and_an_edited_name_survives(older: Area, jembatan: Jembatan) -> None:
    assert jembatan("areas", "rename", VILLAGE, "Kata Kami").out == f"{VILLAGE}  Desa Kata Kami\n"

    found = jembatan("areas", "load", "--area", "16.06.01", "--yes", "--json").json

    area = Area.objects.get(code=VILLAGE)
    assert (found["applied"], found["renamed"][0]["kept"]) == (True, "Kata Kami")
    assert (area.name, area.official_name) == ("Kata Kami", upstream.rows(VILLAGE)[0].name)
    assert jembatan("areas", "load", "--area", "16.06.01").out.startswith("Tidak ada perbedaan")


def test_load_of_an_area_outside_is_refused(sekayu: Area, jembatan: Jembatan) -> None:
    said = jembatan("areas", "load", "--area", "16.06", "--yes")

    assert (said.code, said.err) == (1, "16.06 di luar wilayah instalasi ini, Kecamatan Sekayu (16.06.01).\n")


def write(path: Path, *features: object) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_boundaries_tell_how_many_and_who_has_none(db: None, jembatan: Jembatan, tmp_path: Path) -> None:
    load("16.06", rows=ROWS)
    path = write(tmp_path / "batas.geojson", feature("16.06.01.1001"), feature("16.06.01.2001"))

    said = jembatan("areas", "boundaries", path)

    assert said.out == (
        "2 batas diimpor.\n"
        "Belum punya batas (tetap tampil di mana-mana): 1\n"
        "  16.06.02.2001  Desa Tebing, Kecamatan Hilir\n"
    )
    assert Boundary.objects.count() == 2


def test_boundaries_dry_run_stores_nothing(db: None, jembatan: Jembatan, tmp_path: Path) -> None:
    load("16.06", rows=ROWS)
    path = write(tmp_path / "batas.geojson", feature("16.06.01.1001"), feature("16.06.01.2001"))

    said = jembatan("areas", "boundaries", path, "--dry-run", "--json")

    assert said.json == {"imported": 2, "dry_run": True, "without": [{"code": "16.06.02.2001", "name": "Tebing"}]}
    assert not Boundary.objects.exists()


def test_boundaries_refused_change_nothing(db: None, jembatan: Jembatan, tmp_path: Path) -> None:
    load("16.06", rows=ROWS)
    path = write(tmp_path / "batas.geojson", feature("16.06.01.1001"), feature("16.06.99"))

    said = jembatan("areas", "boundaries", path, "--json")

    assert (said.code, said.out) == (1, "")
    assert said.err == "batas.geojson ditolak, tidak ada yang diubah. Perbaiki: 16.06.99 (kode tidak dikenal).\n"
    assert not Boundary.objects.exists()
