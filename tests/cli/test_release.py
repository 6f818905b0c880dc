"""`jembatan release`, `reach` and `doctor`: the main job on the command line."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from jembatan.areas.models import Holiday
from jembatan.areas.settings import decide
from jembatan.cli import release as release_command
from jembatan.messages import engine
from jembatan.messages.models import Chunk, Delivery, Dispatch, Gate
from jembatan.messages.workflow import State as Delivered
from jembatan.relays import hops
from jembatan.relays.models import Alarm, Hop, HopKind, Relay, State
from jembatan.releases.models import Release
from tests import factories
from tests.cli.conftest import Jembatan
from tests.desk.messages.conftest import dead

NEWS = "Pasar murah dibuka\nJumat, 16 Juni 2023\n1273\nPasar murah dibuka di lapangan kecamatan.\n"


@pytest.fixture
def regency(db: None) -> None:
    factories.regency()
    factories.holidays_known()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "pasar.txt"
    path.write_text(NEWS)
    return path


def test_publish_makes_a_relay_for_every_village(regency: None, news: Path, jembatan: Jembatan) -> None:
    said = jembatan("release", "publish", news, "--to", "16.06", "--yes", "--json")

    release = Release.objects.get()
    assert said.json == {
        "id": release.pk,
        "address": f"{settings.BASE_URL}/rilis/{release.pk}/pasar-murah-dibuka/",
        "title": "Pasar murah dibuka",
        "state": "published",
        "villages": 6,
    }
    assert (said.code, release.original_date.isoformat(), release.earlier_views) == (0, "2023-06-16", 1273)
    assert Relay.objects.filter(release=release).count() == 6


def test_publish_of_the_same_file_again_is_refused(regency: None, news: Path, jembatan: Jembatan) -> None:
    jembatan("release", "publish", news, "--to", "16.06", "--yes")

    said = jembatan("release", "publish", news, "--to", "16.06", "--yes")

    release = Release.objects.get()
    assert (said.code, said.out) == (1, "")
    assert (
        said.err
        == f"“Pasar murah dibuka” sudah terbit sebagai rilis {release.pk}. Koreksi rilis itu bila isinya berubah.\n"
    )


def test_publish_of_a_file_that_is_a_draft_already_says_so(regency: None, news: Path, jembatan: Jembatan) -> None:
    jembatan("release", "import", news, "--to", "16.06")

    said = jembatan("release", "publish", news, "--to", "16.06", "--yes")

    draft = Release.objects.get()
    sentence = (
        f"“Pasar murah dibuka” sudah ada sebagai rilis {draft.pk}, tetapi belum terbit. Lanjutkan di Ruang Kerja.\n"
    )
    assert (said.code, said.err, draft.state) == (1, sentence, "draft")


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    """Three files, each with its own target; the last one's area has no village."""
    factories.area("16.06.09", "Kecamatan Baru", factories.get_area("16.06"))
    files = []
    for name, target in (("satu", "16.06"), ("dua", "16.06.01"), ("tiga", "16.06.09")):
        path = tmp_path / f"{name}.md"
        path.write_text(f"---\ntitle: Kabar {name}\ntargets: ['{target}']\n---\nIsi kabar {name}.\n")
        files.append(path)
    return files


def address(release: Release) -> str:
    return f"{settings.BASE_URL}{release.get_absolute_url()}"


def test_when_a_later_file_fails_the_ones_before_stand_and_are_named(
    regency: None, three: list[Path], jembatan: Jembatan
) -> None:
    said = jembatan("release", "publish", *three, "--yes", "--json")

    one, two = Release.objects.order_by("pk")
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == [one.pk, two.pk]
    assert (said.code, said.err.splitlines()) == (
        1,
        [
            f"Sudah selesai: rilis {one.pk} ({address(one)}), rilis {two.pk} ({address(two)})."
            " Jalankan lagi dengan --skip-existing untuk sisanya.",
            "tiga.md: Sasaran rilis ini tidak memuat satu desa atau kelurahan pun. Pilih wilayah lain.",
        ],
    )


def test_when_the_database_goes_away_what_stands_is_named_too(
    regency: None, three: list[Path], jembatan: Jembatan, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = release_command._published

    def second_fails(parsed: Any, targets: list[str]) -> Any:
        if parsed.title == "Kabar dua":
            raise OperationalError("gone")
        return real(parsed, targets)

    monkeypatch.setattr(release_command, "_published", second_fails)
    said = jembatan("release", "publish", *three, "--yes")

    one = Release.objects.get()
    assert (said.code, said.err.splitlines()) == (
        1,
        [
            f"Sudah selesai: rilis {one.pk} ({address(one)}). Jalankan lagi dengan --skip-existing untuk sisanya.",
            "Basis data tidak menjawab lagi (gone); coba lagi.",
        ],
    )


def test_the_same_command_goes_on_where_it_stopped(regency: None, three: list[Path], jembatan: Jembatan) -> None:
    jembatan("release", "publish", *three, "--yes")
    factories.area("16.06.09.2001", "Desa Baru", factories.get_area("16.06.09"))

    said = jembatan("release", "publish", *three, "--yes", "--skip-existing", "--json")

    told = [json.loads(line) for line in said.out.splitlines()]
    assert (said.code, said.err) == (0, "")
    assert [(row["title"], row["villages"], row.get("skipped", False)) for row in told] == [
        ("Kabar satu", 6, True),
        ("Kabar dua", 3, True),
        ("Kabar tiga", 1, False),
    ]
    assert [row["address"] for row in told] == [address(release) for release in Release.objects.order_by("pk")]


def test_a_skipped_file_is_named_with_its_state(regency: None, news: Path, jembatan: Jembatan) -> None:
    jembatan("release", "import", news, "--to", "16.06")

    said = jembatan("release", "publish", news, "--to", "16.06", "--yes", "--skip-existing")

    draft = Release.objects.get()
    line = f"Rilis {draft.pk} “Pasar murah dibuka”: dilewati, sudah ada (draf)\n{address(draft)}\n"
    assert (said.code, said.out, draft.state) == (0, line, "draft")


@pytest.mark.parametrize(("head", "hours"), [("", 6), ("deadline_hours: 48\n", 48)])
def test_the_deadline_is_the_files_own_or_the_areas(
    regency: None, tmp_path: Path, jembatan: Jembatan, head: str, hours: int
) -> None:
    decide(area=factories.get_area("16.06"), name="relay_hours", value=6, by=None)
    path = tmp_path / "kabar.md"
    path.write_text(f"---\ntitle: Kabar\n{head}---\nIsi kabar.\n")

    jembatan("release", "import", path, "--to", "16.06.01")

    assert Release.objects.get().text.relay_hours == hours


def test_one_bad_file_among_good_ones_publishes_nothing(
    regency: None, news: Path, tmp_path: Path, jembatan: Jembatan
) -> None:
    (tmp_path / "kosong.txt").write_text("")

    said = jembatan("release", "publish", news, tmp_path / "kosong.txt", "--to", "16.06", "--yes")

    assert (said.code, Release.objects.count()) == (1, 0)
    assert said.err == "kosong.txt: berkasnya kosong. Isi judul, tanggal, dan isi rilis.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--to", "99.99"], "Kode wilayah 99.99 tidak ada di sini. Lihat: jembatan areas list.\n"),
        ([], "Sasaran belum disebut. Tambahkan --to dengan kode wilayah, misalnya --to 16.06.\n"),
    ],
)
def test_publish_needs_a_target_that_exists(
    regency: None, news: Path, jembatan: Jembatan, words: list[str], sentence: str
) -> None:
    said = jembatan("release", "publish", news, *words, "--yes")

    assert (said.code, said.err, Release.objects.count()) == (1, sentence, 0)


def test_two_files_with_the_same_text_are_refused_together(
    regency: None, news: Path, tmp_path: Path, jembatan: Jembatan
) -> None:
    twin = tmp_path / "kembar.txt"
    twin.write_text(NEWS)

    said = jembatan("release", "publish", news, twin, "--to", "16.06", "--yes")

    assert (said.code, Release.objects.count()) == (1, 0)


def test_import_keeps_a_draft_without_relays(regency: None, news: Path, jembatan: Jembatan) -> None:
    said = jembatan("release", "import", news, "--to", "16.06.01", "--json")

    assert (said.json["state"], said.json["villages"], Relay.objects.count()) == ("draft", 0, 0)


def test_reach_has_every_state_and_every_unreached_village(regency: None, jembatan: Jembatan) -> None:
    volunteer = factories.volunteer(factories.group("16.06.01.2001"))
    release = factories.published()
    relay = Relay.objects.get(code="16.06.01.2001")
    hops.relayed(relay=relay, by=volunteer, places=["board"], version=1)

    said = jembatan("reach", release.pk, "--json")

    assert said.json["release"] == release.pk
    assert (said.json["villages"], said.json["without_group"]) == (6, 5)
    assert said.json["states"] == {"none": 5, "waiting": 0, "delivered": 0, "seen": 0, "relayed": 1, "confirmed": 0}
    assert [row["code"] for row in said.json["unreached"]] == [
        "16.06.01.2002",
        "16.06.01.2003",
        "16.06.02.2001",
        "16.06.02.2002",
        "16.06.02.2003",
    ]
    assert said.json["unreached"][0] == {
        "code": "16.06.01.2002",
        "name": "Desa 01-2002",
        "district": "Kecamatan 01",
    }
    assert said.json["minutes"] == {"p50": None, "p90": None, "last": None}


def test_reach_of_a_draft_is_refused(regency: None, jembatan: Jembatan) -> None:
    draft = factories.release()

    said = jembatan("reach", draft.pk)

    assert (said.code, said.err) == (1, f"Rilis {draft.pk} tidak ada atau belum terbit.\n")


WELL = {"failed": 0, "uncertain": 0, "stuck": 0, "unbalanced": [], "stranded": 0, "reopened": 0, "blocked": {}}


def test_doctor_finds_and_repairs_a_state_that_no_hop_says(regency: None, jembatan: Jembatan) -> None:
    factories.published()
    relay = Relay.objects.first()
    Relay.objects.filter(pk=relay.pk).update(state=State.SEEN)

    found = jembatan("doctor", "--json")
    repaired = jembatan("doctor", "--repair", "--json")
    after = jembatan("doctor")

    messages = WELL
    facts = {"relays": 6, "different": [relay.pk], "messages": messages, "alarms": {"releases": 0, "villages": 0}}
    facts |= {"holidays_unknown": [], "paused": []}
    assert (found.code, found.json) == (1, facts | {"repaired": 0})
    assert (repaired.code, repaired.json) == (0, facts | {"repaired": 1})
    assert (after.code, after.out.splitlines()) == (
        0,
        [
            "6 penerusan diperiksa; semuanya cocok dengan langkah-langkahnya.",
            "Pesan yang menunggu keputusan di /meja/pesan/: 0 gagal, 0 tidak pasti.",
        ],
    )


def test_doctor_counts_what_did_not_arrive(regency: None, jembatan: Jembatan) -> None:
    siti = factories.volunteer(factories.group("16.06.01.2001"))
    factories.published()
    engine.fan_out.next_chunk()
    dead(Dispatch.objects.get(), siti, Delivered.UNCERTAIN)

    found = jembatan("doctor", "--json")

    assert (found.code, found.json["messages"]) == (0, WELL | {"uncertain": 1})


def test_doctor_finds_a_ledger_that_does_not_add_up(regency: None, jembatan: Jembatan) -> None:
    factories.volunteer(factories.group("16.06.01.2001"))
    factories.published()
    engine.fan_out.next_chunk()
    Delivery.objects.all().delete()

    found, said = jembatan("doctor", "--json"), jembatan("doctor")

    number = Dispatch.objects.get().pk
    assert (found.code, found.json["messages"]["unbalanced"]) == (1, [number])
    assert f"Buku pengiriman tidak cocok dengan banyaknya penerima: nomor {number}." in said.out.splitlines()


def test_doctor_opens_a_dispatch_again_that_was_closed_with_letters_to_send(regency: None, jembatan: Jembatan) -> None:
    factories.volunteer(factories.group("16.06.01.2001"))
    factories.published()
    engine.fan_out.next_chunk()
    Dispatch.objects.update(finished_at=timezone.now())
    ready = Delivery.objects.count()

    found, repaired, after = jembatan("doctor"), jembatan("doctor", "--repair"), jembatan("doctor")

    sentence = f"{ready} pesan siap dikirim di pengiriman yang sudah ditutup;"
    assert (found.code, found.out.splitlines()[-1]) == (1, f"{sentence} perbaiki dengan: jembatan doctor --repair.")
    assert (repaired.code, repaired.out.splitlines()[-1]) == (0, f"{sentence} dibuka lagi.")
    assert (after.code, Dispatch.objects.get().finished_at) == (0, None)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"channel": "sms"}, "kanal sms tidak disetel"),
        ({"reason": "writer: KeyError"}, "penulisnya gagal (KeyError); lihat log pekerja"),
        ({"reason": "address cannot be opened"}, "alamatnya tidak dapat dibuka dengan kunci yang ada"),
    ],
)
def test_doctor_counts_letters_that_wait_for_something(
    regency: None, jembatan: Jembatan, change: dict[str, str], why: str
) -> None:
    factories.volunteer(factories.group("16.06.01.2001"))
    factories.published()
    engine.fan_out.next_chunk()
    waiting = Delivery.objects.update(**change)

    found = jembatan("doctor")

    assert (found.code, found.out.splitlines()[-1]) == (0, f"{waiting} pesan menunggu: {why}.")


def test_doctor_finds_what_is_stuck(regency: None, jembatan: Jembatan) -> None:
    factories.volunteer(factories.group("16.06.01.2001"))
    factories.published()
    Chunk.objects.update(alarm="1 expected, 0 inserted, 0 excluded")

    found = jembatan("doctor", "--json")

    assert (found.code, found.json["messages"]["stuck"]) == (1, 1)


def test_doctor_counts_the_villages_to_which_nothing_went_out(regency: None, jembatan: Jembatan) -> None:
    release, now, codes = factories.published(), timezone.now(), ["16.06.01.2001", "16.06.01.2002"]
    Alarm.objects.create(release=release, villages=codes, since=now, seen=now)
    Alarm.objects.create(release=release, villages=codes, since=now, seen=now, over=now)

    found, said = jembatan("doctor", "--json"), jembatan("doctor")

    assert (found.code, found.json["alarms"]) == (0, {"releases": 1, "villages": 2})
    words = "1 rilis belum keluar ke 2 desa yang ada kontaknya. Lihat /meja/ dan /meja/pesan/."
    assert said.out.splitlines()[-1] == words


def test_history_has_nothing_that_nobody_did(regency: None) -> None:
    factories.published()

    assert Hop.objects.exclude(kind=HopKind.ASKED).count() == 0


def test_doctor_names_a_channel_that_is_paused(regency: None, jembatan: Jembatan) -> None:
    Gate.objects.create(channel="email", closed_since=datetime(2026, 1, 2, 3, tzinfo=UTC), told="SMTP 535")

    found, said = jembatan("doctor", "--json"), jembatan("doctor")

    assert found.json["paused"] == ["email"]
    words = "Kanal email berhenti sementara sejak 2026-01-02 10.00: penyedia tidak menerima (SMTP 535)."
    assert words in said.out


def test_doctor_says_which_year_has_no_holidays_yet(regency: None, jembatan: Jembatan) -> None:
    Holiday.objects.all().delete()
    Holiday.objects.create(date="2026-12-24", kind="cuti_bersama", name="Natal", source="SKB")

    with time_machine.travel("2026-10-01T03:00:00Z", tick=False):
        found, said = jembatan("doctor", "--json"), jembatan("doctor")

    assert (found.code, found.json["holidays_unknown"]) == (0, [2027])
    assert said.out.splitlines()[-1].startswith("Cuti bersama tahun 2027 belum ada di daftar hari libur.")
