"""Citizens' pages in a browser: light on the first visit, counted, and finding one's village."""

import pytest

from jembatan.relays.links import share_code
from jembatan.relays.models import Relay, State
from jembatan.releases.models import Reading
from tests import factories
from tests.browser.conftest import Open


@pytest.fixture
def addresses(site: str) -> dict[str, str]:
    """The first page, an article, and what a village hands around."""
    factories.regency()
    factories.volunteer(factories.group("16.06.01.2001", "16.06.01.2002", name="KIM Maju"))
    release = factories.published(topics=["kesehatan"], source="Dinas Kesehatan")
    factories.published(kind="alert", urgency="urgent", title="Air sungai naik")
    code = share_code(Relay.objects.get(release=release, code="16.06.01.2001").pk)
    return {"home": "/", "article": release.get_absolute_url(), "shared": f"/s/{code}"}


@pytest.mark.parametrize(("which", "limit"), [("home", 20_000), ("article", 30_000)])
def test_first_visit_is_light(site: str, addresses: dict[str, str], open_page: Open, which: str, limit: int) -> None:
    page = open_page("/tentang/")
    wire = page.context.new_cdp_session(page)
    sizes: dict[str, float] = {}
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.loadingFinished", lambda done: sizes.update({done["requestId"]: done["encodedDataLength"]}))

    page.goto(site + addresses[which], wait_until="networkidle")

    assert 0 < sum(sizes.values()) <= limit
    assert 1 < len(sizes) <= 5


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_citizen_who_opens_the_village_link_is_counted_and_is_evidence(
    addresses: dict[str, str], open_page: Open, javascript: bool
) -> None:
    shared = addresses["shared"]
    relay = Relay.objects.get(pk=int(shared.removeprefix("/s/").split("-")[0], 36))
    before = relay.state

    page = open_page(shared, javascript=javascript)
    page.wait_for_load_state("networkidle")

    relay.refresh_from_db()
    assert (before < State.RELAYED, relay.state) == (True, State.CONFIRMED)
    assert Reading.objects.filter(release=relay.release_id).count() == 1


def test_citizen_finds_the_village_from_the_first_page(addresses: dict[str, str], open_page: Open) -> None:
    page = open_page("/", javascript=False)

    page.get_by_label("Pilih desa Anda").fill("01-2002")
    page.get_by_role("button", name="Cari").click()

    assert page.url.endswith("/wilayah/16.06.01.2002/")
