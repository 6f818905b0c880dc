"""What holds for every citizens' page: cacheable, nobody's state, light, both languages, safe methods only."""

import gzip
from pathlib import Path

import pytest
from django.test import Client

import jembatan
from jembatan.people.roles import Role
from tests import factories

CSS = Path(jembatan.__file__).parent / "static/css/jembatan.css"
ICON = Path(jembatan.__file__).parent / "static/img/mark.svg"
PAGES = [
    "/",
    "/rilis/",
    "/jangkauan/",
    "/wilayah/",
    "/wilayah/16.06/",
    "/wilayah/16.06.01/",
    "/wilayah/16.06.01.2001/",
    "/kim/",
    "/tentang/",
]


@pytest.fixture
def addresses(root):
    release = factories.published()
    return [
        *PAGES,
        release.get_absolute_url(),
        f"/rilis/{release.pk}/versi/",
        f"/jangkauan/{release.pk}/",
        f"/jangkauan/{release.pk}/?wilayah=16.06.01",
    ]


def test_page_may_be_kept_by_anybody_for_a_minute(citizen, addresses):
    answers = {address: citizen.get(address) for address in addresses}

    assert {a: r.headers["Cache-Control"] for a, r in answers.items()} == dict.fromkeys(addresses, "public, max-age=60")
    assert {a: "Cookie" in r.headers.get("Vary", "") for a, r in answers.items()} == dict.fromkeys(addresses, False)
    assert {a: len(r.cookies) for a, r in answers.items()} == dict.fromkeys(addresses, 0)


def test_page_is_the_same_for_somebody_signed_in(citizen, addresses):
    editor = factories.person(Role.EDITOR, name="Rahasia Penyunting")
    signed_in = Client()
    signed_in.force_login(editor)

    same = {a: signed_in.get(a).content == citizen.get(a).content for a in addresses}

    assert same == dict.fromkeys(addresses, True)


def test_page_has_no_token_and_its_forms_only_ask(citizen, addresses):
    pages = {a: citizen.get(a).content.decode() for a in addresses}

    assert {a: "csrf" in html or 'method="post"' in html for a, html in pages.items()} == dict.fromkeys(
        addresses, False
    )


def test_page_answers_in_english_under_its_prefix(citizen, addresses):
    answers = {a: citizen.get(f"/en{a}") for a in addresses}

    assert {a: r.status_code for a, r in answers.items()} == dict.fromkeys(addresses, 200)
    assert {a: '<html lang="en"' in r.content.decode() for a, r in answers.items()} == dict.fromkeys(addresses, True)


def test_page_in_english_leads_to_pages_in_english(citizen, addresses):
    release = factories.published(title="Rilis kedua")

    html = citizen.get("/en/rilis/").content.decode()

    assert f'href="/en/rilis/{release.pk}/rilis-kedua/"' in html


def test_page_takes_no_writing(citizen, addresses):
    assert {a: citizen.post(a).status_code for a in addresses} == dict.fromkeys(addresses, 405)


def test_page_needs_no_area_to_stand(citizen, db):
    empty = ["/", "/rilis/", "/jangkauan/", "/wilayah/", "/kim/", "/tentang/"]

    assert {a: citizen.get(a).status_code for a in empty} == dict.fromkeys(empty, 200)


def over_the_wire(citizen, address: str) -> int:
    """Bytes of the page and what it always brings along, compressed as they are sent."""
    response = citizen.get(address, headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    return len(response.content) + sum(len(gzip.compress(path.read_bytes(), 6)) for path in (CSS, ICON))


def test_home_with_everything_on_it_is_light(citizen, root):
    for n in range(8):
        factories.published(title=f"Rilis nomor {n} tentang layanan", short="Kalimat yang panjangnya wajar. " * 5)
    factories.published(title="Banjir", kind="alert", urgency="urgent")

    assert over_the_wire(citizen, "/") <= 20_000


def test_article_is_light(citizen, root):
    release = factories.published(
        body="\n\n".join(f"Alinea {n}: " + "kata-kata yang berlainan " * 12 for n in range(40))
    )

    assert over_the_wire(citizen, release.get_absolute_url()) <= 30_000


def test_robots_are_asked_to_leave_personal_links_alone(citizen):
    response = citizen.get("/robots.txt")

    closed = ["berhenti", "r", "s", "meja", "akun", "hitung", "tugas", "suara/saya", "suara/kabari"]
    expected = [f"Disallow: {start}{path}/" for start in ("/", "/en/") for path in closed]
    assert response.content.decode().splitlines() == ["User-agent: *", *expected]
