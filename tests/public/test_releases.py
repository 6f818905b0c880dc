"""Releases to read: what a page shows, and what it never shows."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from jembatan.relays import publishing
from jembatan.relays.links import share_code
from jembatan.relays.models import Relay
from jembatan.releases import actions
from jembatan.releases.models import Reading
from tests import factories

pytestmark = pytest.mark.django_db


def html_of(citizen, address: str) -> str:
    response = citizen.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_list_is_in_pages_without_a_gap(citizen, root):
    made = [factories.published(title=f"Rilis {n}") for n in range(20)]

    first = citizen.get("/rilis/").context
    second = citizen.get(f"/rilis/{first['older']}").context

    assert first["releases"] + second["releases"] == made[::-1]
    assert second["older"] == ""


def test_list_of_one_kind_keeps_it_on_the_next_page(citizen, root):
    for n in range(19):
        factories.published(title=f"Cerita {n}", kind="story")
    factories.published(title="Pengumuman")

    first = citizen.get("/rilis/?jenis=story").context
    second = citizen.get(f"/rilis/{first['older']}").context

    assert {r.text.kind for r in first["releases"]} == {"story"}
    assert [r.text.title for r in second["releases"]] == ["Cerita 0"]


@pytest.mark.parametrize(
    "query", ["jenis=gosip", "sebelum=x", "sebelum=1-", "sebelum=99999999999999999-1", "sebelum=%00"]
)
def test_list_refuses_what_it_did_not_make(citizen, root, query):
    assert citizen.get(f"/rilis/?{query}").status_code == 404


def test_list_takes_as_many_queries_for_one_and_three(queries, root):
    factories.published()
    one = queries("/rilis/")
    factories.published()
    factories.published()

    assert queries("/rilis/") == one


def test_release_shows_its_text(citizen, root):
    release = factories.published(title="Sawit & karet", body="## Harga\n\nNaik <b>sekali</b>.", source="Dinas Contoh")

    html = html_of(citizen, release.get_absolute_url())

    assert '<h1 lang="id">Sawit &amp; karet</h1>' in html
    assert "<h2>Harga</h2>" in html
    assert "Naik &lt;b&gt;sekali&lt;/b&gt;." in html
    assert "Dinas Contoh" in html


@pytest.mark.parametrize("wrong", ["/rilis/{pk}/", "/rilis/{pk}/judul-lama/"])
def test_release_has_one_address(citizen, root, wrong):
    release = factories.published()

    response = citizen.get(wrong.format(pk=release.pk))

    assert (response.status_code, response.headers["Location"]) == (301, release.get_absolute_url())


def test_release_without_a_letter_in_its_title_has_an_address(citizen, root):
    release = factories.published(title="2026?!")
    signs = factories.published(title="???")

    assert citizen.get(release.get_absolute_url()).status_code == 200
    assert citizen.get(signs.get_absolute_url()).status_code == 200


def test_draft_is_not_there_and_does_not_tell_that_it_is(citizen, root):
    draft = factories.release(title="Rahasia belum terbit")

    answers = [
        citizen.get(f"/{page}/{draft.pk}/{rest}")
        for page, rest in [("rilis", ""), ("rilis", "rahasia-belum-terbit/"), ("rilis", "versi/"), ("jangkauan", "")]
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert [answer.content for answer in answers if b"Rahasia" in answer.content] == []


def test_release_tells_its_original_date(citizen, root):
    draft = actions.draft(
        content=factories.content(), area=root, by=None, original_date=date(2023, 6, 16), earlier_views=1273
    )
    release = publishing.publish(release=draft, by=None)

    html = html_of(citizen, release.get_absolute_url())

    assert "Terbit pertama 16 Juni 2023; dimuat di sini" in html
    assert "<b>1.273</b> termasuk 1.273 di tempat terbit pertama" in html


def test_release_counts_its_readers(citizen, root):
    release = factories.published()
    day = timezone.localdate()
    Reading.objects.bulk_create(Reading(release=release, day=day, reader=bytes([n])) for n in range(3))

    assert citizen.get(release.get_absolute_url()).context["readers"] == "3"


def test_correction_is_told_and_compared(citizen, root):
    reviewer = factories.person(name="Nama Peninjau")
    release = factories.published(body="Datang hari Senin.")
    what = factories.content(body="Datang hari Selasa.", note="Harinya diperbaiki.")
    publishing.correct(release=release, base=1, content=what, by=reviewer, ask_again=False)

    page = html_of(citizen, release.get_absolute_url())
    versions = html_of(citizen, f"/rilis/{release.pk}/versi/")

    assert "Harinya diperbaiki." in page
    assert f'href="/rilis/{release.pk}/versi/"' in page
    assert "dihapus: </span>Senin.</del>" in versions
    assert "ditambah: </span>Selasa.</ins>" in versions
    assert "Nama Peninjau" not in page + versions


def test_drafts_before_publishing_are_never_among_the_versions(citizen, root):
    editor = factories.person()
    draft = factories.release(editor, body="Rahasia: nomor lama.")
    actions.send_for_review(release=draft, by=editor)
    actions.send_back(release=draft, reason="Nomornya salah.", by=factories.person())
    actions.revise(release=draft, base=1, content=factories.content(body="Teks yang terbit."), by=editor)
    release = publishing.publish(release=draft, by=None)

    response = citizen.get(f"/rilis/{release.pk}/versi/")

    assert b"Rahasia" not in response.content
    assert [told.version.number for told in response.context["told"]] == [2]


def test_withdrawn_release_says_why_and_is_not_found_by_searching(citizen, root):
    release = factories.published()
    publishing.withdraw(release=release, reason="Jadwalnya keliru.", by=factories.person())

    html = html_of(citizen, release.get_absolute_url())

    assert "Rilis ini sudah ditarik. Jangan diteruskan lagi." in html
    assert "Alasannya: Jadwalnya keliru." in html
    assert '<meta name="robots" content="noindex">' in html


def test_expired_release_says_so(citizen, root):
    release = factories.published(expires_at=timezone.now() + timedelta(hours=1))

    before = html_of(citizen, release.get_absolute_url())
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        after = html_of(citizen, release.get_absolute_url())

    assert ("mungkin sudah tidak sesuai" in before, "mungkin sudah tidak sesuai" in after) == (False, True)


def test_short_text_is_not_said_twice(citizen, root):
    release = factories.published(short="Posyandu keliling datang…", body="Posyandu keliling datang ke desa.")

    assert citizen.get(release.get_absolute_url()).context["lead"] == ""


def test_release_shows_the_clock_of_its_place(citizen, root):
    draft = factories.release()
    release = publishing.publish(
        release=draft, by=None, at=timezone.now().replace(hour=20, minute=5) - timedelta(days=2)
    )

    assert ", 03.05 WIB" in html_of(citizen, release.get_absolute_url())


def test_release_takes_as_many_queries_with_three_corrections(queries, root):
    release = factories.published()
    by = factories.person()

    def correct(base):
        what = factories.content(note=f"Koreksi {base}", body=f"Isi {base}")
        publishing.correct(release=release, base=base, content=what, by=by, ask_again=False)

    correct(1)
    one = queries(release.get_absolute_url())
    correct(2)
    correct(3)

    assert queries(release.get_absolute_url()) == one


def relay_of(release, code: str = "16.06.01.2001") -> Relay:
    return Relay.objects.get(release=release, code=code)


def test_shared_link_shows_the_release_for_its_village(citizen, root):
    group = factories.group("16.06.01.2001", name="KIM Maju")
    factories.volunteer(group, name="Nama Relawan")
    release = factories.published()
    code = share_code(relay_of(release).pk)

    html = html_of(citizen, f"/s/{code}")

    assert "Dibagikan oleh KIM Maju untuk Desa 01-2001" in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{release.get_absolute_url()}">' in html.replace(
        "8104", "8000"
    )
    assert '<meta name="robots" content="noindex">' in html
    assert f'src="/hitung/{release.pk}.gif?s={code}"' in html
    assert "Nama Relawan" not in html


def test_shared_link_forgives_capitals_and_a_slash(citizen, root):
    code = share_code(relay_of(factories.published()).pk)

    assert citizen.get(f"/s/{code.upper()}/").status_code == 200


@pytest.mark.parametrize("code", ["1-aaaaaaa", "zzz", "1", "---", "zzzzzzzzzzzzzzzz-abcdefg"])
def test_shared_link_that_was_not_made_here_is_not_there(citizen, root, code):
    factories.published()

    assert citizen.get(f"/s/{code}").status_code == 404
