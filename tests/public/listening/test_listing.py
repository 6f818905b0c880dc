"""The list of what citizens said: what everyone may see, by what, and that its cost does not grow."""

import re
from datetime import timedelta
from gzip import compress

import pytest
from django.utils import timezone

from jembatan.areas.clock import today
from jembatan.voices import handling, merging, reporting
from jembatan.voices.models import Voice
from tests.public.listening.world import answered, shown
from tests.voices import voices

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return voices.house()


@pytest.fixture
def texts(citizen):
    """What the list shows of each voice, in its order."""

    def ask(query: str = "") -> list[str]:
        page = citizen.get(f"/suara/{query}").content.decode()
        return re.findall(r'<h3 lang="id"><a href="[^"]+">([^<]*)</a></h3>', page)

    return ask


def test_the_newest_public_ones_are_listed_in_the_moderators_words(home, citizen, texts):
    shown(home, "Jalan rusak")
    shown(home, "Air keruh")
    voices.verified(home, text="Belum diputuskan")

    assert texts() == ["Air keruh", "Jalan rusak"]
    assert "Kata pelapor" not in citizen.get("/suara/").content.decode()


def test_by_area_a_district_holds_its_villages_and_a_village_only_what_names_it(home, texts):
    shown(home, "Satu", at="16.06.01.2001")
    shown(home, "Dua", at="16.06.01.2002")
    shown(home, "Kecamatan saja", at="16.06.01.2001", how="district")
    shown(home, "Di sana", at="16.06.02.2001")

    assert texts("?wilayah=16.06.01") == ["Kecamatan saja", "Dua", "Satu"]
    assert texts("?wilayah=16.06.01.2001") == ["Satu"]
    assert texts("?wilayah=16.06") == ["Di sana", "Kecamatan saja", "Dua", "Satu"]


def test_one_of_district_level_says_no_village(home, citizen):
    voice = shown(home, "Kecamatan saja", how="district")

    pages = [citizen.get(path).content.decode() for path in ("/suara/", f"/suara/{voice.code}/")]

    assert ["Desa 01-2001" in page for page in pages] == [False, False]
    assert ["Kecamatan 01" in page for page in pages] == [True, True]


def test_by_topic_office_state_and_kind(home, texts):
    answered(home, "Dijawab PU")
    answered(home, "Dijawab kesehatan", to=home.health)
    plain = shown(home, "Baru")
    Voice.objects.filter(pk=plain.pk).update(topic=None, kind="question")

    assert texts("?topik=jalan") == ["Dijawab kesehatan", "Dijawab PU"]
    assert texts(f"?kantor={home.works.pk}") == ["Dijawab PU"]
    assert texts("?status=answered") == ["Dijawab kesehatan", "Dijawab PU"]
    assert texts("?jenis=question") == ["Baru"]
    assert texts(f"?status=answered&kantor={home.health.pk}") == ["Dijawab kesehatan"]


@pytest.mark.parametrize(
    "query",
    ["?wilayah=16.060", "?wilayah=99", "?topik=tidak-ada", "?kantor=999999", "?kantor=x", "?status=held",
     "?jenis=x", "?sebelum=x", "?sebelum=1-abc", "?kantor=99999999999999999999"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(home, citizen, query):
    assert citizen.get(f"/suara/{query}").status_code == 404


def test_pages_go_on_where_the_last_one_ended(home, texts, citizen, monkeypatch):
    monkeypatch.setattr("jembatan.public.listening.listing.PAGE", 2)
    for n in range(5):
        shown(home, f"Nomor {n}")
    Voice.objects.update(shown_at=timezone.now())  # all at the same moment: the code decides

    found, query = [], ""
    for _page in range(3):
        found += texts(query)
        older = re.search(r'rel="next" href="([^"]+)"', citizen.get(f"/suara/{query}").content.decode())
        query = older[1].replace("&amp;", "&") if older else ""

    assert (len(found), sorted(found), query) == (5, [f"Nomor {n}" for n in range(5)], "")


def test_a_page_keeps_what_the_list_was_narrowed_to(home, texts, citizen, monkeypatch):
    monkeypatch.setattr("jembatan.public.listening.listing.PAGE", 1)
    for n in range(3):
        shown(home, f"Nomor {n}")
    shown(home, "Di sana", at="16.06.02.2001")

    older = re.search(r'rel="next" href="([^"]+)"', citizen.get("/suara/?wilayah=16.06.01").content.decode())
    assert older
    assert texts(older[1].replace("&amp;", "&")) == ["Nomor 1"]


def test_the_clock_says_what_is_left_late_or_paused(home, citizen):
    voice = shown(home, "Terlambat")
    Voice.objects.update(due_on=today() - timedelta(days=400))
    late = citizen.get("/suara/").content.decode()
    handling.ask(voice=voice, question="Di mana?", by=home.rina, seen=voice.version)
    paused = citizen.get("/suara/").content.decode()
    reporting.tell(voice=voice, text="Di RT 3")
    Voice.objects.update(due_on=today())
    now = citizen.get("/suara/").content.decode()

    assert ["Lewat batas waktu" in page for page in (late, paused, now)] == [True, False, False]
    assert ["Hitungan hari berhenti" in page for page in (late, paused, now)] == [False, True, False]
    assert "Batas waktunya hari ini" in now


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("berlubang", ["Jalan berlubang di depan SD"]),
        ("lubang", ["Jalan berlubang di depan SD"]),  # the stem is the same
        ("jalan -SD", ["Jalan gelap"]),
        ('"depan SD"', ["Jalan berlubang di depan SD"]),
        ("gelap air", []),
        ("gelap or air", ["Air keruh", "Jalan gelap"]),
        ("pelapor", []),  # stands in the original only
        ("'); DROP TABLE x; --", []),
    ],
)
def test_search_knows_indonesian_and_only_what_is_shown(home, texts, words, expected):
    shown(home, "Jalan berlubang di depan SD")
    shown(home, "Jalan gelap")
    shown(home, "Air keruh")

    assert texts(f"?cari={words}") == expected


@pytest.mark.parametrize("words", ["-jalan", "!!!", "--"])
def test_search_without_a_word_says_so(home, citizen, words):
    shown(home, "Jalan")

    assert "sedikitnya satu kata" in citizen.get("/suara/", {"cari": words}).content.decode()


def test_search_finds_old_ones_behind_the_walk(home, texts, monkeypatch):
    monkeypatch.setattr("jembatan.voices.searching.WALK", 2)
    shown(home, "Meranti tumbang")
    for n in range(4):
        shown(home, f"Air keruh {n}")

    assert texts("?cari=meranti") == ["Meranti tumbang"]
    assert texts("?cari=keruh&wilayah=16.06.02") == []


def test_search_says_when_there_are_too_many(home, citizen, texts, monkeypatch):
    monkeypatch.setattr("jembatan.voices.searching.WALK", 1)
    monkeypatch.setattr("jembatan.voices.searching.CANDIDATES", 2)
    for n in range(3):
        shown(home, f"Meranti {n}")

    assert "Terlalu banyak yang cocok" in citizen.get("/suara/?cari=meranti").content.decode()
    assert texts("?cari=meranti")[0] == "Meranti 2"


def test_search_has_pages(home, texts, citizen, monkeypatch):
    monkeypatch.setattr("jembatan.public.listening.listing.PAGE", 2)
    for n in range(3):
        shown(home, f"Meranti {n}")

    page = citizen.get("/suara/?cari=meranti").content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    assert texts(older[1].replace("&amp;", "&")) == ["Meranti 0"]


def test_a_merged_one_leads_to_the_other(home, citizen):
    first, second = shown(home, "Yang pertama"), shown(home, "Yang kedua")
    merging.merge(voice=second, into=first, by=home.rina, seen=second.version)

    assert f"/suara/{first.code}/" in citizen.get(f"/suara/{second.code}/").content.decode()


@pytest.mark.parametrize("path", ["/suara/", "/suara/?wilayah=16.06.01", "/suara/?cari=jalan", "/wilayah/16.06.01/"])
def test_as_many_queries_whatever_the_rows(home, queries, path):
    answered(home, "Jalan satu")
    one = queries(path)
    answered(home, "Jalan dua", to=home.health)
    answered(home, "Jalan tiga", at="16.06.01.2002")

    assert queries(path) == one


def test_a_full_page_stays_light(home, citizen):
    for n in range(21):
        answered(
            home, f"{n} " + "Jalan di depan sekolah berlubang dalam sejak bulan lalu. " * 6, "Sudah ditambal. " * 20
        )

    page = citizen.get("/suara/").content

    assert len(compress(page)) < 10 * 1024
    assert len(page) < 40 * 1024


def test_anybody_may_keep_a_copy(home, citizen):
    response = citizen.get("/suara/")

    assert (response.headers["Cache-Control"], len(response.cookies)) == ("public, max-age=60", 0)


def test_an_area_shows_what_was_answered_there(home, citizen):
    answered(home, "Sudah dijawab")
    shown(home, "Belum dijawab")
    answered(home, "Di kecamatan", how="district")

    village, district = (citizen.get(f"/wilayah/{code}/").content.decode() for code in ("16.06.01.2001", "16.06.01"))

    assert [text in village for text in ("Sudah dijawab<", "Belum dijawab<", "Di kecamatan<")] == [True, False, False]
    assert [text in district for text in ("Sudah dijawab<", "Belum dijawab<", "Di kecamatan<")] == [True, False, True]
