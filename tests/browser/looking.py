"""Looking at one page: what axe finds, its width, its heading, what its policy refused. Each fault is one sentence."""

from collections.abc import Callable, Iterable, Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Response, ViewportSize

from jembatan.people.models import Person
from tests.browser.conftest import Open

NARROW: ViewportSize = {"width": 360, "height": 740}
WIDE: ViewportSize = {"width": 1280, "height": 800}
COLOURS = ("color-contrast", "link-in-text-block")  # most of axe's time, so once a scheme
FINDINGS = """async ([what, how]) => (await axe.run(what, how)).violations.flatMap(
    rule => rule.nodes.slice(0, 2).map(node => `${rule.id}: ${node.html.slice(0, 120)}`))"""
Look = Callable[[Page], list[str]]


def look(open_page: Open, by: Person | None, paths: Iterable[str], site: str, how: Look) -> dict[str, list[str]]:
    """Each page under this person: its answer, then `how`."""
    page = watched(open_page("/tentang/", by=by, reduced_motion="reduce"))
    return {path: not_a_page(page.goto(site + path)) + how(page) for path in dict.fromkeys(paths)}


def watched(page: Page) -> Page:
    """Every page from now on has axe, and remembers what its policy refused."""
    page.add_init_script(AXE_SCRIPT)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => (window.refused ??= []).push(e.violatedDirective))"
    )
    return page


def not_a_page(response: Response | None) -> list[str]:
    kind = response and f"{response.status} {response.headers.get('content-type', '')}"
    return [f"{kind}"] * (kind != "200 text/html; charset=utf-8")


def shown(page: Page, site: str, body: bytes) -> list[str]:
    page.route(f"{site}/begini/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(f"{site}/begini/")
    page.unroute(f"{site}/begini/")
    return thoroughly(page)


def at_360(page: Page) -> list[str]:
    """What is wrong with this page, in words: everything unfolded, the menu aside."""
    page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
    return head(page) + axe(page) + too_wide(page) + page.evaluate("window.refused || []")


def thoroughly(page: Page) -> list[str]:
    """At 360 px, its colours in the dark, then at 1280 px."""
    found = at_360(page)
    page.emulate_media(color_scheme="dark")
    found += axe(page, only=COLOURS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    found += axe(page, but=COLOURS) + too_wide(page)
    page.set_viewport_size(NARROW)
    return found


def head(page: Page) -> list[str]:
    has = {"h1": page.locator("h1").count(), "lang": page.locator("html").get_attribute("lang")}
    wanted = {"h1": 1, "lang": "en" if "/en/" in page.url else "id"}
    untitled = page.title().split(" · ")[0].strip() == ""
    return [f"{has}"] * (has != wanted) + ["no title"] * untitled


def too_wide(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{over} px wider than the screen of {page.viewport_size}"] * (over > 0)


def axe(page: Page, *, within: str = "html", only: Sequence[str] = (), but: Sequence[str] = ()) -> list[str]:
    """One sentence for each finding on a `watched` page. All that axe tells would take a second to carry over."""
    rules = {"runOnly": list(only)} if only else {"rules": {rule: {"enabled": False} for rule in but}}
    options = {"resultTypes": ["violations"]} | rules
    return page.evaluate(FINDINGS, [within, options])
