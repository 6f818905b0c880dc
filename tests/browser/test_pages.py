"""Every page of the site in a browser: nothing that axe finds in light or dark, nothing wider than the screen, at
360 and at 1280 px; one h1, a title, its language; no word in the console, nothing that the page's policy refused.
"""

from typing import Any

import pytest

from jembatan.people.roles import Role
from tests import factories
from tests.access_world import NOBODY, all_routes, build
from tests.browser.conftest import Open
from tests.browser.looking import NARROW, WIDE, at_360, axe, look, shown, thoroughly, too_wide, watched
from tests.browser.refusals import broken_pages, refused_forms
from tests.browser.site_pages import (
    NO_PAGE,
    OPEN,
    SIGNED_IN,
    by_looker,
    furnish,
    without_things,
)
from tests.test_access import ROWS


def test_every_route_is_a_page_here_or_says_why_not() -> None:
    pages = {row.route for row in ROWS} | set(OPEN) | set(SIGNED_IN)

    assert pages | set(NO_PAGE) == all_routes()


def test_pages_with_something_on_them(open_page: Open, settings: Any, tmp_path: Any, site: str) -> None:
    settings.DATA = tmp_path
    world = furnish(build())

    seen = {
        f"{who}: {path}": found
        for who, paths in by_looker(world).items()
        for path, found in look(open_page, world.people[who], paths, site, thoroughly).items()
    }

    assert {page: wrong for page, wrong in seen.items() if wrong} == {}


def test_lists_of_an_empty_installation(open_page: Open, site: str) -> None:
    factories.regency()
    admin, reviewer = factories.person(Role.ADMIN), factories.person(Role.REVIEWER)
    who = {"admin": admin, "reviewer": reviewer, NOBODY: None}

    seen = {
        f"{name}: {path}": found
        for name, paths in without_things().items()
        for path, found in look(open_page, who[name], paths, site, at_360).items()
    }

    assert {page: wrong for page, wrong in seen.items() if wrong} == {}


def test_pages_of_what_went_wrong(open_page: Open, site: str) -> None:
    world = build()
    page = watched(open_page("/tentang/", reduced_motion="reduce"))

    seen = {name: shown(page, site, body) for name, body in (broken_pages() | refused_forms(world)).items()}

    assert {name: wrong for name, wrong in seen.items() if wrong} == {}


@pytest.mark.parametrize(("screen", "menu"), [(NARROW, ".menu-phone"), (WIDE, ".menu-wide")], ids=["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_menu(open_page: Open, site: str, scheme: str, screen: dict[str, int], menu: str) -> None:
    world = build()
    seen = {}

    for path, by in (("/", None), ("/meja/", world.people["admin"])):
        page = watched(open_page("/tentang/", by=by, color_scheme=scheme, viewport=screen, reduced_motion="reduce"))
        page.goto(site + path)
        for summary in page.locator(f"{menu} summary").all():
            summary.click()
        seen[path] = axe(page, within=menu) + too_wide(page)

    assert seen == {"/": [], "/meja/": []}


def test_active_tab_is_in_sight_on_a_phone(open_page: Open) -> None:
    world = build()

    page = open_page("/meja/rilis/?status=ditarik", by=world.people["admin"], viewport=NARROW)
    active, tabs = page.locator(".tabs [aria-current]").bounding_box(), page.locator(".tabs").bounding_box()

    assert active
    assert tabs
    assert active["x"] >= tabs["x"]
    assert active["x"] + active["width"] <= tabs["x"] + tabs["width"] + 1  # parts of a pixel
    assert page.evaluate("scrollY") == 0
