"""Every page of the workroom and of the volunteer in a browser: nothing that axe finds, nothing wider than the phone.

The pages are those of the table in tests/test_access.py, so that none is forgotten.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from tests.access_world import World, build
from tests.browser.conftest import PHONE, Open
from tests.test_access import ROWS, Row

NO_PAGE = {"desk:reach_csv", "desk:import_csv", "desk:import_xlsx"}  # files
PART = {"desk:release_branch"}  # a part of a page, fetched by htmx
WIDE = {"width": 1280, "height": 800}


def pages(world: World, who: str) -> list[str]:
    """The addresses of the table that this person reads, as pages."""
    rows = [row for row in ROWS if who in row.get.split() and row.route not in NO_PAGE | PART]
    return sorted({reverse(row.route, kwargs=arguments(world, row)) for row in rows})


def arguments(world: World, row: Row) -> dict[str, object]:
    return {argument: getattr(world.things[name], "pk", world.things[name]) for argument, name in row.things}


def problems(page: Page, address: str) -> list[str]:
    """What is wrong with the page in words: axe's rules, the width, its headings and title."""
    response = page.goto(address)
    found = [f"{v['id']}: {v['nodes'][0]['html'][:100]}" for v in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    if not page.title() or response is None or response.status >= 400:
        found.append(f"status {response and response.status}, title {page.title()!r}")
    return found


@pytest.mark.parametrize(("scheme", "screen"), [("light", PHONE), ("dark", PHONE), ("light", WIDE)])
@pytest.mark.parametrize("who", ["admin", "reviewer", "coordinator", "executive"])
def test_pages_of_the_workroom(site: str, open_page: Open, who: str, scheme: str, screen: dict[str, int]) -> None:
    world = build()
    page = open_page("/meja/", by=world.people[who], color_scheme=scheme, viewport=screen)

    found = {address: problems(page, site + address) for address in pages(world, who)}

    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_the_volunteer(site: str, open_page: Open, scheme: str) -> None:
    world = build()
    token = world.things["token"]
    page = open_page(f"/r/{token}/", color_scheme=scheme)

    addresses = [f"/r/{token}/", f"/r/{token}/bacakan/", "/tugas/", "/akun/masuk/"]
    addresses += ["/akun/masuk/sandi/", "/akun/masuk/terkirim/"]
    found = {address: problems(page, site + address) for address in addresses}

    assert {address: wrong for address, wrong in found.items() if wrong} == {}
