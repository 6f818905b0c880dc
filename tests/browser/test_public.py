"""Citizens' pages in a browser: nothing that axe finds, nothing wider than the screen, light on the first visit."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from jembatan.relays import publishing
from jembatan.relays.links import share_code
from jembatan.relays.models import Relay, State
from jembatan.releases.models import Reading
from tests import factories
from tests.browser.conftest import Open

WIDE = {"width": 1280, "height": 800}


@pytest.fixture
def addresses(site: str) -> list[str]:
    """Every kind of citizens' page with something on it."""
    factories.regency()
    group = factories.group("16.06.01.2001", "16.06.01.2002", name="KIM Maju")
    factories.volunteer(group)
    by = factories.person()
    release = factories.published(topics=["kesehatan"], source="Dinas Kesehatan")
    what = factories.content(
        note="Harinya diperbaiki.", body="Datang hari Selasa.\n\n| Hari | Tempat |\n|---|---|\n| Selasa | Balai |"
    )
    publishing.correct(release=release, base=1, content=what, by=by, ask_again=False)
    factories.published(kind="alert", urgency="urgent", title="Air sungai naik")
    gone = factories.published(title="Sudah ditarik")
    publishing.withdraw(release=gone, reason="Keliru.", by=by)
    code = share_code(Relay.objects.get(release=release, code="16.06.01.2001").pk)
    return [
        "/", "/en/", "/rilis/", release.get_absolute_url(), f"/rilis/{release.pk}/versi/", gone.get_absolute_url(),
        f"/s/{code}", "/jangkauan/", f"/jangkauan/{release.pk}/", f"/jangkauan/{release.pk}/?wilayah=16.06",
        "/wilayah/?desa=desa", "/wilayah/16.06/", "/wilayah/16.06.01/", "/wilayah/16.06.01.2001/", "/kim/", "/tentang/",
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [None, WIDE], ids=["phone", "wide"])
def test_pages_have_nothing_that_axe_finds_and_fit_the_screen(
    site: str, addresses: list[str], open_page: Open, scheme: str, screen: dict[str, int] | None
) -> None:
    more = {"viewport": screen} if screen else {}
    page = open_page("/", color_scheme=scheme, **more)
    found: dict[str, object] = {}

    for address in addresses:
        page.goto(site + address)
        problems = [v["id"] for v in Axe().run(page).response["violations"]]
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found[address] = (problems, max(0, width))

    assert found == dict.fromkeys(addresses, ([], 0))


@pytest.mark.parametrize(("number", "limit"), [(0, 20_000), (3, 30_000)], ids=["home", "article"])
def test_first_visit_is_light(site: str, addresses: list[str], open_page: Open, number: int, limit: int) -> None:
    page = open_page("/tentang/")
    wire = page.context.new_cdp_session(page)
    sizes: dict[str, float] = {}
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.loadingFinished", lambda done: sizes.update({done["requestId"]: done["encodedDataLength"]}))

    page.goto(site + addresses[number], wait_until="networkidle")

    assert 0 < sum(sizes.values()) <= limit
    assert 1 < len(sizes) <= 5


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_citizen_who_opens_the_village_link_is_counted_and_is_evidence(
    addresses: list[str], open_page: Open, javascript: bool
) -> None:
    shared = next(address for address in addresses if address.startswith("/s/"))
    relay = Relay.objects.get(pk=int(shared.removeprefix("/s/").split("-")[0], 36))
    before = relay.state

    page = open_page(shared, javascript=javascript)
    page.wait_for_load_state("networkidle")

    relay.refresh_from_db()
    assert (before < State.RELAYED, relay.state) == (True, State.CONFIRMED)
    assert Reading.objects.filter(release=relay.release_id).count() == 1


def test_citizen_finds_the_village_from_the_first_page(addresses: list[str], open_page: Open) -> None:
    page = open_page("/", javascript=False)

    page.get_by_label("Pilih desa Anda").fill("01-2002")
    page.get_by_role("button", name="Cari").click()

    assert page.url.endswith("/wilayah/16.06.01.2002/")
