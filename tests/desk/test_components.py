"""The design system keeps its promises: every component is shown, no inline style, little over the wire."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

import jembatan
from jembatan.desk.components import samples

ROOT = Path(jembatan.__file__).parent
TEMPLATES = ROOT / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))


@pytest.fixture(autouse=True)
def _plain_static(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def render(component: str, **context: object) -> str:
    return render_to_string(f"components/{component}.html", context).strip()


def test_every_component_is_shown_or_part_of_one():
    sources = [*TEMPLATES.glob("*.html"), TEMPLATES / "desk/components_page.html", *COMPONENTS]
    used = set(re.findall(r'"components/(\w+)\.html"', "".join(p.read_text() for p in sources)))

    unshown = {p.stem for p in COMPONENTS} - used

    assert unshown == set()


def test_every_component_says_what_it_takes():
    silent = [p.name for p in COMPONENTS if not p.read_text().startswith("{% comment %}")]

    assert silent == []


def test_templates_need_no_inline_style_or_script():
    forbidden = re.compile(r"""\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|https?://(?!www\.w3\.org)""")
    texts = {p.name: p.read_text() for p in [*COMPONENTS, *TEMPLATES.glob("*.html")]}

    assert [name for name, text in texts.items() if forbidden.search(text)] == []


def test_scripts_for_citizens_are_light():
    scripts = sorted((ROOT / "static/js").glob("*.js"))

    assert sum(p.stat().st_size for p in scripts) <= 15_000
    assert [p.name for p in scripts if len(p.read_text().splitlines()) > 80] == []


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("none", "Belum ada kontak"),
        ("waiting", "Menunggu"),
        ("delivered", "Terkirim"),
        ("seen", "Dibuka"),
        ("relayed", "Diteruskan"),
        ("confirmed", "Terbukti sampai"),
    ],
)
def test_state_says_its_word_by_name_and_by_number(state, word):
    number = ["none", "waiting", "delivered", "seen", "relayed", "confirmed"].index(state)

    assert re.sub("<.*?>", "", render("state", state=state)) == word
    assert render("state", state=number) == render("state", state=state)


@pytest.mark.parametrize(("number", "word"), [(0, "Belum"), (3, "Belum"), (4, "Sudah"), (5, "Sudah")])
def test_state_has_two_words_for_volunteers(number, word):
    assert re.sub("<.*?>", "", render("state", state=number, two=True)) == word


def test_states_bar_draws_each_state_up_to_where_the_next_begins(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    states = {"confirmed": 1000, "relayed": 200, "seen": 30, "delivered": 4, "waiting": 5, "none": 6}

    drawn = render("states_bar", states=states).split("</svg>")[0]

    assert 'viewBox="0 0 1245 1"' in drawn
    assert re.findall(r'is-(\w+)" width="(\d+)"', drawn) == [
        ("none", "1245"),
        ("waiting", "1239"),
        ("delivered", "1234"),
        ("seen", "1230"),
        ("relayed", "1200"),
        ("confirmed", "1000"),
    ]


def test_field_names_its_help_and_error_to_screen_readers():
    form = samples()["form"]

    html = form["places"].as_field_group()

    described = re.search(r'<fieldset[^>]*aria-describedby="([^"]+)"', html)
    assert described is not None
    assert [f'id="{name}"' in html for name in described[1].split()] == [True, True]


def test_server_error_page_needs_no_context():
    assert "Ada gangguan di pihak kami" in render_to_string("500.html")
