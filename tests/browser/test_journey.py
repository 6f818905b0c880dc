"""The whole way at 360 px: an editor writes, a reviewer publishes, a volunteer taps, the board changes."""

import pytest
from django.core import mail
from playwright.sync_api import expect

from jembatan.messages.engine import run_dry
from jembatan.people.roles import Role
from jembatan.relays.links import share_url
from jembatan.relays.models import Hop, Place, Relay, State
from jembatan.releases.models import Release
from tests import factories
from tests.browser.conftest import Open, links_in
from tests.loops import without_playwrights_loop

TITLE = "Posyandu keliling datang ke balai desa"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_release_goes_from_the_editor_to_the_board(site: str, open_page: Open, javascript: bool) -> None:
    factories.regency()
    editor, reviewer = factories.person(Role.EDITOR), factories.person(Role.REVIEWER)
    factories.volunteer(factories.group("16.06.01.2001", name="KIM Serasan"))

    # The editor writes and sends it for review.
    page = open_page("/meja/rilis/baru/", by=editor, javascript=javascript)
    page.fill("[name=title]", TITLE)
    page.fill("[name=short]", "Bawa buku KIA dan kartu keluarga. Gratis.")
    page.fill("[name=body]", "Kader menimbang semua balita.\n\n## Yang dibawa\n\n- Buku KIA")
    page.check("input[value='16.06']")
    page.locator("main").get_by_role("button", name="Simpan", exact=True).last.click()
    page.get_by_role("button", name="Kirim untuk ditinjau").click()

    release = Release.objects.get()
    assert (release.state, release.text.targets) == ("in_review", ["16.06"])

    # Another person reads it and publishes; the page says first to how many villages.
    page = open_page(f"/meja/rilis/{release.pk}/terbitkan/", by=reviewer, javascript=javascript)
    expect(page.locator("main")).to_contain_text("6")
    page.locator("main").get_by_role("button", name="Terbitkan").click()
    assert Relay.objects.filter(release=release).count() == 6

    # The message goes out, and the volunteer opens its link without signing in.
    with without_playwrights_loop():
        run_dry()
    (letter,) = mail.outbox
    (link,) = [address for address in links_in(letter.body) if "/r/" in address]
    page = open_page(link, javascript=javascript)
    expect(page.locator("h1")).to_contain_text(TITLE)
    expect(page.locator("body")).to_contain_text("Belum")
    page.wait_for_load_state("networkidle")
    assert Relay.objects.get(code="16.06.01.2001").state == State.SEEN

    # Three taps: I passed it on; where; done. Without typing.
    page.get_by_text("Sudah saya teruskan").first.click()
    page.get_by_text("Papan informasi").click()
    page.get_by_role("button", name="Sudah", exact=True).click()
    expect(page.locator("body")).to_contain_text("Sudah")
    hop = Hop.objects.get(kind="relayed")
    assert (hop.relay.code, hop.places) == ("16.06.01.2001", [Place.BOARD])

    # The office sees it.
    page = open_page(f"/meja/rilis/{release.pk}/jangkauan/", by=reviewer, javascript=javascript)
    expect(page.locator("main")).to_contain_text("Diteruskan")
    expect(page.locator("li", has_text="Desa 01-2001").first).to_contain_text("Diteruskan")
    expect(page.locator("li", has_text="Desa 02-2001").first).to_contain_text("Belum ada yang bisa dihubungi")

    # A citizen opens the village's own link, on another device: evidence.
    page = open_page(share_url(hop.relay_id), javascript=javascript, user_agent="Mozilla/5.0 (Linux; Android 9) Warga")
    expect(page.locator("h1")).to_contain_text(TITLE)
    page.wait_for_load_state("networkidle")
    assert Relay.objects.get(code="16.06.01.2001").state == State.CONFIRMED
